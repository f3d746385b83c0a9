import type { Kind, Kinds } from "../kind";
import { CIDR } from "../validate";

/** Network interfaces hold groups: those of mount targets, and of instances (put into the store from outside). */
const IN_GROUP = "instance.vpc_security_group_ids aws_efs_mount_target.security_groups";
const RULES =
  "aws_vpc_security_group_ingress_rule.security_group_id aws_vpc_security_group_egress_rule.security_group_id";
const SOURCES = "cidr_ipv4 cidr_ipv6 prefix_list_id referenced_security_group_id";

const rule: Kind = {
  id: "sgr-#",
  arn: "ec2:security-group-rule/{id}",
  // Another kind of source is a new rule, another source of that kind is not (ec2/vpc_security_group_ingress_rule.go).
  replacedBy: (prior, planned) => [
    ...SOURCES.split(" ").filter((name) => (prior[name] === null) !== (planned[name] === null)),
    ...["region", "security_group_id"].filter((name) => prior[name] !== planned[name]),
  ],
  exactlyOne: SOURCES,
  valid: { cidr_ipv4: CIDR, cidr_ipv6: CIDR },
  unique: [
    `${SOURCES} security_group_id ip_protocol from_port to_port`,
    "InvalidPermission.Duplicate: the specified rule already exists",
  ],
  computed: { security_group_rule_id: "{id}" },
};

/** Security groups and their rules. Replacement: the provider's internal/service/ec2; messages: EC2's. */
export const firewalls: Kinds = {
  // There with its VPC, and stays with it: Terraform adopts it and forgets it.
  aws_default_security_group: {
    id: "{default_of_vpc}",
    arn: "ec2:security-group/{id}",
    replacedBy: "vpc_id",
    computed: { description: "default VPC security group", name: "default" },
  },
  aws_security_group: {
    id: "sg-#",
    arn: "ec2:security-group/{id}",
    replacedBy: "description name name_prefix vpc_id",
    defaults: { description: "Managed by Terraform" },
    unique: ["name vpc_id", "InvalidGroup.Duplicate: The security group '{name}' already exists for VPC '{vpc_id}'"],
    heldBy: [
      `${IN_GROUP} ${RULES.replaceAll(".security", ".referenced_security")}`,
      "DependencyViolation: resource {id} has a dependent object",
    ],
    takes: RULES,
  },
  aws_vpc_security_group_ingress_rule: rule,
  aws_vpc_security_group_egress_rule: rule,
};
