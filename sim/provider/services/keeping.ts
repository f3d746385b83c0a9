import type { Kinds, Rule } from "../kind";
import { isSet, number, text } from "../values";

const VALUE = ["description", "insecure_value", "type", "value", "value_wo_version"];

/** What keeps small things: parameters. Replacement and checks: the provider's internal/service/ssm. */
export const keeping: Kinds = {
  aws_ssm_parameter: {
    id: "{name}",
    arn: "ssm:parameter{name}",
    replacedBy: (prior, planned) =>
      ["name", "region", ...(prior["tier"] === "Advanced" ? ["tier"] : [])].filter(
        (name) => prior[name] !== planned[name],
      ),
    sensitive: "value",
    exactlyOne: ["insecure_value value value_wo"],
    // A name with a slash is a path.
    valid: {
      type: "SecureString String StringList",
      tier: "Advanced Intelligent-Tiering Standard",
      name: /^(\/[\w.\-/]{1,2047}|[\w.-]{1,2048})$/,
    },
    checks: [
      ({ value_wo, value_wo_version }) =>
        isSet(value_wo) === isSet(value_wo_version)
          ? undefined
          : "all of `value_wo,value_wo_version` must be specified",
    ],
    computed: ({ type, value_wo_version }, { id, region, store }) => ({
      data_type: "text",
      has_value_wo: isSet(value_wo_version),
      key_id: type === "SecureString" ? "alias/aws/ssm" : null,
      tier: "Standard",
      version: 1 + (number(store.get("aws_ssm_parameter", region, id)?.attributes["version"]) ?? 0),
    }),
    recomputed: (changed) => (changed.some((name) => VALUE.includes(name)) ? ["version"] : []),
    refuse: {
      create: (request) => refuseTaken(request) ?? refuseEmpty(request),
      update: (request) => refuseEmpty(request),
    },
  },
};

const refuseTaken: Rule = ({ object, region, store }) =>
  object["overwrite"] !== true && store.get("aws_ssm_parameter", region, text(object["name"]))
    ? "ParameterAlreadyExists: The parameter already exists. To overwrite this value, set the overwrite option in the request to true."
    : undefined;

/** An empty value, also one that only the configuration knows: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const refuseEmpty: Rule = ({ written }) =>
  [written["value"], written["value_wo"], written["insecure_value"]].includes("")
    ? "ValidationException: Value at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1"
    : undefined;
