import type { Kinds, Rule } from "../kind";
import { isSet, number, text } from "../values";
import { valuesAt } from "../validate";

const VALUE = ["description", "insecure_value", "type", "value", "value_wo_version"];
const KEYS =
  "hash_key range_key global_secondary_index.hash_key global_secondary_index.range_key local_secondary_index.range_key";

/** What keeps small things: parameters and tables. Replacement and checks: the provider's internal/service/{ssm,dynamodb}. */
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
  aws_dynamodb_table: {
    id: "{name}",
    arn: "dynamodb:table/{id}",
    replacedBy: "hash_key import_table local_secondary_index name range_key",
    defaults: { billing_mode: "PROVISIONED" },
    valid: { name: /^[a-zA-Z0-9_.-]{3,255}$/, billing_mode: "PAY_PER_REQUEST PROVISIONED", "attribute.type": "B N S" },
    // dynamodb/table.go: "all attributes must be indexed"
    checks: [
      (table) => {
        const keys = KEYS.split(" ")
          .flatMap((path) => valuesAt(table, path))
          .filter(isSet);
        const names = valuesAt(table, "attribute.name");
        return names.some((name) => !keys.includes(name)) || keys.some((key) => !names.includes(key))
          ? `all attributes must be indexed, all keys be attributes: attributes ${names.map(text).join()}, keys ${keys.map(text).join()}`
          : undefined;
      },
    ],
    exists: "ResourceInUseException: Table already exists: {name}",
    computed: () => ({ read_capacity: 0, write_capacity: 0 }),
    refuse: {
      delete: ({ object, id }) =>
        object["deletion_protection_enabled"] === true
          ? `ValidationException: Resource cannot be deleted as it is currently protected against deletion: ${id}`
          : undefined,
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
