import type { Kinds, Rule } from "../kind";
import { referring } from "../refusals";
import { CIDR } from "../validate";
import { text } from "../values";

/** Network interfaces hold subnets: those of mount targets, and of instances (put into the store from outside). */
const IN_SUBNET = "instance.subnet_id aws_efs_mount_target.subnet_id";

/** VPC, subnets, ways out. Replacement: the provider's internal/service/ec2; messages: EC2's. */
export const network: Kinds = {
  aws_vpc: {
    id: "vpc-#",
    arn: "ec2:vpc/{id}",
    replacedBy: "cidr_block ipv4_ipam_pool_id",
    defaults: { enable_dns_support: true, instance_tenancy: "default" },
    valid: { cidr_block: CIDR },
    heldBy: [
      "aws_subnet.vpc_id aws_security_group.vpc_id aws_internet_gateway.vpc_id aws_route_table.vpc_id",
      "DependencyViolation: The vpc '{id}' has dependencies and cannot be deleted.",
    ],
    computed: ({ assign_generated_ipv6_cidr_block }) => ({
      default_network_acl_id: "acl-#",
      default_route_table_id: "rtb-#",
      default_security_group_id: "sg-#",
      enable_dns_hostnames: false,
      ipv6_cidr_block: assign_generated_ipv6_cidr_block === true ? "2600:1f14:@:@00::/56" : "",
      main_route_table_id: "rtb-#",
    }),
  },
  aws_subnet: {
    id: "subnet-#",
    arn: "ec2:subnet/{id}",
    replacedBy: "availability_zone availability_zone_id cidr_block ipv6_native outpost_arn vpc_id",
    defaults: { assign_ipv6_address_on_creation: false, enable_dns64: false, map_public_ip_on_launch: false },
    valid: { cidr_block: CIDR, ipv6_cidr_block: CIDR },
    unique: ["vpc_id cidr_block", "InvalidSubnet.Conflict: The CIDR '{cidr_block}' conflicts with another subnet"],
    heldBy: [IN_SUBNET, "DependencyViolation: The subnet '{id}' has dependencies and cannot be deleted."],
    computed: { availability_zone: "{region}a" },
  },
  aws_internet_gateway: {
    id: "igw-#",
    arn: "ec2:internet-gateway/{id}",
    replacedBy: "",
    refuseDeletion: (request) => refuseDetaching(request),
  },
  aws_route_table: {
    id: "rtb-#",
    arn: "ec2:route-table/{id}",
    replacedBy: "vpc_id",
    heldBy: [
      "aws_route_table_association.route_table_id",
      "DependencyViolation: The routeTable '{id}' has dependencies and cannot be deleted.",
    ],
    takes: "aws_route.route_table_id",
  },
  aws_route: {
    id: "r-{route_table_id}-{destination_cidr_block}{destination_ipv6_cidr_block}",
    replacedBy: "destination_cidr_block destination_ipv6_cidr_block destination_prefix_list_id route_table_id",
    exactlyOne: "destination_cidr_block destination_ipv6_cidr_block destination_prefix_list_id",
    unique: [
      "route_table_id destination_cidr_block destination_ipv6_cidr_block",
      "RouteAlreadyExists: The route already exists in route table {route_table_id}",
    ],
    computed: { origin: "CreateRoute", state: "active" },
  },
  aws_route_table_association: {
    id: "rtbassoc-#",
    key: "{subnet_id}{gateway_id}",
    replacedBy: "gateway_id subnet_id",
    unique: [
      "subnet_id gateway_id",
      "Resource.AlreadyAssociated: the association for route table {route_table_id} conflicts with an existing one",
    ],
  },
};

const refuseDetaching: Rule = (request) => {
  const vpc = text(request.object["vpc_id"]);
  const subnets = referring("aws_subnet.vpc_id", { ...request, id: vpc });
  return subnets.some(({ id }) => referring("instance.subnet_id", { ...request, id }).length > 0)
    ? `DependencyViolation: Network ${vpc} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`
    : undefined;
};
