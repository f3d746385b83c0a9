import type { Kinds, Objection, Request } from "../kind";
import { isSet, same } from "../values";

const EMPTY =
  "ValidationException: Value at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1";
const VALUE = ["description", "insecure_value", "type", "value", "value_wo_version"];

/** Roles, their policies, and secrets. Replacement: the provider's internal/service/{iam,ssm}; messages: AWS's. */
export const access: Kinds = {
  aws_iam_role: {
    arn: "iam:role/{id}",
    replacedBy: "path",
    defaults: { force_detach_policies: false, max_session_duration: 3600, path: "/" },
    unique: ["name", "EntityAlreadyExists"],
    heldBy: ["aws_iam_role_policy.role", "DeleteConflict"],
  },
  aws_iam_role_policy: { id: "{role}:{name}", replacedBy: "role" },
  aws_iam_instance_profile: {
    arn: "iam:instance-profile/{id}",
    replacedBy: "path",
    defaults: { path: "/" },
    unique: ["name", "EntityAlreadyExists"],
  },
  aws_ssm_parameter: {
    arn: "ssm:parameter{name}",
    sensitive: "value",
    replacedBy: (prior, planned) => {
      const forced = ["data_type", "name", "region"].filter((name) => !same(prior[name], planned[name]));
      return prior["tier"] === "Advanced" && planned["tier"] === "Standard" ? [...forced, "tier"] : forced;
    },
    exactlyOne: "insecure_value value value_wo",
    allOrNone: "value_wo value_wo_version",
    valid: { type: "SecureString String StringList" },
    unique: ["name", "ParameterAlreadyExists"],
    computed: ({ value_wo_version }, { prior }) => ({
      has_value_wo: isSet(value_wo_version),
      version: 1 + Number(prior?.["version"] ?? 0),
    }),
    recomputed: (changed) => (changed.some((name) => VALUE.includes(name)) ? ["version"] : []),
    // Also a value that only the configuration knows: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
    refuse: [
      ({ written }) => [written["value"], written["value_wo"], written["insecure_value"]].includes("") && EMPTY,
      refuseUnsentSecret,
    ],
  },
};

/** A write-only value is sent only with a new version of it; whatever else changes goes with an empty one. */
function refuseUnsentSecret({ prior, object }: Request): Objection {
  if (prior?.["has_value_wo"] !== true || !same(prior["value_wo_version"], object["value_wo_version"])) return false;
  const sent = ["allowed_pattern", "arn", "data_type", "description", "insecure_value", "key_id", "tier", "type"];
  return sent.some((name) => !same(prior[name], object[name])) && EMPTY;
}
