import type { Kind, Kinds, Objection, Request } from "../kind";
import { referring } from "../refusals";
import { text } from "../values";

/** What holds a VPC; network interfaces hold subnets and groups: those of mount targets, and of instances (put in from outside). */
const IN_VPC = "aws_subnet.vpc_id aws_security_group.vpc_id aws_internet_gateway.vpc_id aws_route_table.vpc_id";
const IN_SUBNET = "instance.subnet_id aws_efs_mount_target.subnet_id";
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
  unique: [`${SOURCES} security_group_id ip_protocol from_port to_port`, "InvalidPermission.Duplicate"],
};

/** VPC, subnets, ways out, security groups and their rules. Replacement: the provider's internal/service/ec2; messages: EC2's. */
export const network: Kinds = {
  aws_vpc: {
    id: "vpc-#",
    arn: "ec2:vpc/{id}",
    replacedBy: "cidr_block ipv4_ipam_pool_id",
    defaults: { enable_dns_support: true, instance_tenancy: "default" },
    heldBy: [IN_VPC, "DependencyViolation"],
    computed: ({ assign_generated_ipv6_cidr_block }) => ({
      default_security_group_id: "sg-#",
      enable_dns_hostnames: false,
      ipv6_cidr_block: assign_generated_ipv6_cidr_block === true ? "2600:1f14:@:@00::/56" : "",
    }),
  },
  aws_subnet: {
    id: "subnet-#",
    arn: "ec2:subnet/{id}",
    replacedBy: "availability_zone availability_zone_id cidr_block ipv6_native outpost_arn vpc_id",
    defaults: { assign_ipv6_address_on_creation: false, enable_dns64: false, map_public_ip_on_launch: false },
    unique: ["vpc_id cidr_block", "InvalidSubnet.Conflict"],
    heldBy: [IN_SUBNET, "DependencyViolation"],
    computed: { availability_zone: "{region}a" },
  },
  // There with its VPC, and stays with it: Terraform adopts it and forgets it.
  aws_default_security_group: {
    id: "{default_of_vpc}",
    arn: "ec2:security-group/{id}",
    replacedBy: "vpc_id",
  },
  aws_security_group: {
    id: "sg-#",
    arn: "ec2:security-group/{id}",
    replacedBy: "description vpc_id",
    defaults: { description: "Managed by Terraform" },
    unique: ["name vpc_id", "InvalidGroup.Duplicate"],
    heldBy: [`${IN_GROUP} ${RULES.replaceAll(".security", ".referenced_security")}`, "DependencyViolation"],
    takes: RULES,
  },
  aws_vpc_security_group_ingress_rule: rule,
  aws_vpc_security_group_egress_rule: rule,
  aws_internet_gateway: {
    id: "igw-#",
    arn: "ec2:internet-gateway/{id}",
    refuseDeletion: [refuseDetaching],
  },
  aws_route_table: {
    id: "rtb-#",
    arn: "ec2:route-table/{id}",
    replacedBy: "vpc_id",
    heldBy: ["aws_route_table_association.route_table_id", "DependencyViolation"],
    takes: "aws_route.route_table_id",
  },
  aws_route: {
    id: "r-{route_table_id}-{destination_cidr_block}{destination_ipv6_cidr_block}",
    replacedBy: "destination_cidr_block destination_ipv6_cidr_block destination_prefix_list_id route_table_id",
    exactlyOne: "destination_cidr_block destination_ipv6_cidr_block destination_prefix_list_id",
    unique: ["route_table_id destination_cidr_block destination_ipv6_cidr_block", "RouteAlreadyExists"],
  },
  aws_route_table_association: {
    id: "rtbassoc-#",
    key: "{subnet_id}{gateway_id}",
    replacedBy: "gateway_id subnet_id",
    unique: ["subnet_id gateway_id", "Resource.AlreadyAssociated"],
  },
};

function refuseDetaching(request: Request): Objection {
  const vpc = text(request.object["vpc_id"]);
  const subnets = referring("aws_subnet.vpc_id", { ...request, id: vpc });
  const inUse = subnets.some(({ id }) => referring("instance.subnet_id", { ...request, id }).length > 0);
  return inUse && `DependencyViolation: Network ${vpc} has some mapped public address(es)`;
}
