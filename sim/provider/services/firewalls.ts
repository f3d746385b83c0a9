import type { Kinds } from "../kind";
import { CIDR } from "../validate";

/** Network interfaces hold groups: those of mount targets, and of instances (put into the store from outside). */
const IN_GROUP = "instance.vpc_security_group_ids aws_efs_mount_target.security_groups";
const RULES =
  "aws_vpc_security_group_ingress_rule.security_group_id aws_vpc_security_group_egress_rule.security_group_id";
const SOURCES = RULES.replaceAll(".security_group_id", ".referenced_security_group_id");
/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
const WORDS = /^[0-9A-Za-z_ .:/()#,@[\]+=&;{}!$*-]{0,255}$/;

/** Security groups and their rules. Replacement and checks: the provider's internal/service/ec2; messages: EC2's. */
export const firewalls: Kinds = {
  // There with its VPC, and stays with it: Terraform adopts it and forgets it.
  aws_default_security_group: {
    id: "{default_of_vpc}",
    arn: "ec2:security-group/{id}",
    replacedBy: "vpc_id",
    defaults: { revoke_rules_on_delete: false },
    computed: () => ({ description: "default VPC security group", name: "default" }),
  },
  aws_security_group: {
    id: "sg-#",
    arn: "ec2:security-group/{id}",
    replacedBy: "description name name_prefix vpc_id",
    defaults: { description: "Managed by Terraform", revoke_rules_on_delete: false },
    valid: { name: /^(?!sg-)[0-9A-Za-z_ .:/()#,@[\]+=&;{}!$*-]{0,255}$/, description: WORDS },
    unique: ["name vpc_id", "InvalidGroup.Duplicate: The security group '{name}' already exists for VPC '{vpc_id}'"],
    heldBy: [`${IN_GROUP} ${SOURCES}`, "DependencyViolation: resource {id} has a dependent object"],
    takes: RULES,
  },
  aws_vpc_security_group_ingress_rule: firewallRule(),
  aws_vpc_security_group_egress_rule: firewallRule(),
};

function firewallRule(): Kinds[string] {
  const sources = "cidr_ipv4 cidr_ipv6 prefix_list_id referenced_security_group_id";
  return {
    id: "sgr-#",
    arn: "ec2:security-group-rule/{id}",
    // Another kind of source is a new rule, another source of that kind is not (ec2/vpc_security_group_ingress_rule.go).
    replacedBy: (prior, planned) =>
      [...sources.split(" "), "region", "security_group_id"].filter((name) =>
        sources.includes(name) ? (prior[name] === null) !== (planned[name] === null) : prior[name] !== planned[name],
      ),
    exactlyOne: [sources],
    valid: { cidr_ipv4: CIDR, cidr_ipv6: CIDR, from_port: [-1, 65535], to_port: [-1, 65535], description: WORDS },
    checks: [
      ({ ip_protocol, from_port, to_port }) =>
        ip_protocol === "-1" && (from_port !== null || to_port !== null)
          ? "from_port and to_port must not be set if ip_protocol is -1"
          : undefined,
    ],
    unique: [
      `${sources} security_group_id ip_protocol from_port to_port`,
      "InvalidPermission.Duplicate: the specified rule already exists: {value}",
    ],
    computed: (_, { id }) => ({ security_group_rule_id: id }),
  };
}
