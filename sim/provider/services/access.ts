import type { Kinds, Rule } from "../kind";
import { isSet } from "../values";

const VALUE = ["description", "insecure_value", "type", "value", "value_wo_version"];
const CREATED = { create_date: "2026-01-01T00:00:00Z", unique_id: "A%" };

/** Roles, their policies, and secrets. Replacement: the provider's internal/service/{iam,ssm}; messages: AWS's. */
export const access: Kinds = {
  aws_iam_role: {
    id: "{name}",
    arn: "iam:role/{id}",
    replacedBy: "name name_prefix path",
    defaults: { force_detach_policies: false, max_session_duration: 3600, path: "/" },
    unique: ["name", "EntityAlreadyExists: Role with name {name} already exists."],
    heldBy: ["aws_iam_role_policy.role", "DeleteConflict: Cannot delete entity, must delete policies first."],
    computed: CREATED,
  },
  aws_iam_role_policy: { id: "{role}:{name}", replacedBy: "name name_prefix role" },
  aws_iam_instance_profile: {
    id: "{name}",
    arn: "iam:instance-profile/{id}",
    replacedBy: "name name_prefix path",
    defaults: { path: "/" },
    unique: ["name", "EntityAlreadyExists: Instance Profile {name} already exists."],
    computed: CREATED,
  },
  aws_ssm_parameter: {
    id: "{name}",
    arn: "ssm:parameter{name}",
    replacedBy: "name",
    sensitive: "value",
    exactlyOne: "insecure_value value value_wo",
    allOrNone: "value_wo value_wo_version",
    valid: { type: "SecureString String StringList" },
    unique: ["name", "ParameterAlreadyExists: The parameter already exists."],
    computed: ({ value_wo_version }, { id, region, store }) => ({
      data_type: "text",
      has_value_wo: isSet(value_wo_version),
      tier: "Standard",
      version: 1 + Number(store.get("aws_ssm_parameter", region, id)?.attributes["version"] ?? 0),
    }),
    recomputed: (changed) => (changed.some((name) => VALUE.includes(name)) ? ["version"] : []),
    refuse: (request) => refuseEmpty(request),
  },
};

/** Also a value that only the configuration knows: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const refuseEmpty: Rule = ({ written }) =>
  [written["value"], written["value_wo"], written["insecure_value"]].includes("")
    ? "ValidationException: Value at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1"
    : undefined;
