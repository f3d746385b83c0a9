import type { Kinds, Rule } from "../kind";
import { statements } from "../policies";
import { text } from "../values";

const NAME = /^[\w+=,.@-]{1,128}$/;
const NEEDS_ROLE = { role: ["aws_iam_role", "NoSuchEntity: The role with name {value} cannot be found."] } as const;

/** Roles and their policies. Replacement and checks: the provider's internal/service/iam; messages: IAM's. */
export const roles: Kinds = {
  aws_iam_role: {
    id: "{name}",
    arn: "iam:role/{id}",
    replacedBy: "name name_prefix path",
    defaults: { force_detach_policies: false, max_session_duration: 3600, path: "/" },
    valid: { name: /^[\w+=,.@-]{1,64}$/, description: /^.{0,1000}$/s, max_session_duration: [3600, 43200] },
    exists: "EntityAlreadyExists: Role with name {name} already exists.",
    heldBy: ["aws_iam_role_policy.role", "DeleteConflict: Cannot delete entity, must delete policies first."],
    computed: (_, { make }) => ({ create_date: "2026-01-01T00:00:00Z", unique_id: make("A%") }),
    refuse: {
      create: policyRule("assume_role_policy", 2048, "LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048"),
      update: policyRule("assume_role_policy", 2048, "LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048"),
    },
  },
  aws_iam_role_policy: {
    id: "{role}:{name}",
    replacedBy: "name name_prefix role",
    valid: { name: NAME },
    needs: NEEDS_ROLE,
    refuse: {
      create: policyRule("policy", 10240, "LimitExceeded: Maximum policy size of 10240 bytes exceeded for the role"),
      update: policyRule("policy", 10240, "LimitExceeded: Maximum policy size of 10240 bytes exceeded for the role"),
    },
  },
  aws_iam_instance_profile: {
    id: "{name}",
    arn: "iam:instance-profile/{id}",
    replacedBy: "name name_prefix path",
    defaults: { path: "/" },
    valid: { name: NAME },
    needs: NEEDS_ROLE,
    exists: "EntityAlreadyExists: Instance Profile {name} already exists.",
    computed: (_, { make }) => ({ create_date: "2026-01-01T00:00:00Z", unique_id: make("A%") }),
  },
};

/**
 * Sids of letters and digits: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
 * Sizes without white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
function policyRule(argument: string, limit: number, tooLarge: string): Rule {
  return ({ object }) => {
    const sids = statements(object[argument]).map(({ Sid }) => text(Sid));
    const sid = sids.find((candidate) => !/^[A-Za-z0-9]*$/.test(candidate));
    if (sid !== undefined) return `MalformedPolicyDocument: Statement IDs (SID) must be alpha-numeric: ${sid}`;
    return text(object[argument]).replace(/\s/g, "").length > limit ? tooLarge : undefined;
  };
}
