import type { Kinds } from "../kind";
import { referring } from "../refusals";
import { text } from "../values";
import { CIDR } from "../validate";

/** Network interfaces hold subnets: those of mount targets, and of instances (put into the store from outside). */
const IN_SUBNET = "instance.subnet_id aws_efs_mount_target.subnet_id";

/** VPC, subnets, ways out. Replacement and checks: the provider's internal/service/ec2; messages: EC2's. */
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
    computed: ({ assign_generated_ipv6_cidr_block }, { region, make }) => ({
      default_network_acl_id: make("acl-#"),
      default_route_table_id: make("rtb-#"),
      default_security_group_id: make("sg-#"),
      dhcp_options_id: make("dopt-#"),
      enable_dns_hostnames: false,
      enable_network_address_usage_metrics: false,
      main_route_table_id: make("rtb-#"),
      ...(assign_generated_ipv6_cidr_block === true && {
        ipv6_association_id: make("vpc-cidr-assoc-#"),
        ipv6_cidr_block: `2600:1f14:${make("#").slice(0, 3)}:${make("{id}#").slice(-2)}00::/56`,
        ipv6_cidr_block_network_border_group: region,
      }),
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
    computed: ({ availability_zone, ipv6_cidr_block }, { region, make }) => ({
      availability_zone: `${region}a`,
      availability_zone_id: zoneId(text(availability_zone) || `${region}a`),
      ipv6_cidr_block_association_id: text(ipv6_cidr_block) && make("subnet-cidr-assoc-#"),
      private_dns_hostname_type_on_launch: "ip-name",
    }),
    refuse: {
      create: ({ object, region }) =>
        isZone(text(object["availability_zone"]), region)
          ? undefined
          : `InvalidParameterValue: Value (${text(object["availability_zone"])}) for parameter availabilityZone is invalid.`,
    },
  },
  aws_internet_gateway: {
    id: "igw-#",
    arn: "ec2:internet-gateway/{id}",
    replacedBy: "",
    refuse: {
      delete: (request) => {
        const subnets = referring("aws_subnet.vpc_id", { ...request, id: text(request.object["vpc_id"]) });
        return subnets.some(({ id }) => referring("instance.subnet_id", { ...request, id }).length > 0)
          ? `DependencyViolation: Network ${text(request.object["vpc_id"])} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`
          : undefined;
      },
    },
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
    exactlyOne: ["destination_cidr_block destination_ipv6_cidr_block destination_prefix_list_id"],
    exists: "RouteAlreadyExists: The route already exists in route table {route_table_id}",
    computed: () => ({ origin: "CreateRoute", state: "active" }),
  },
  aws_route_table_association: {
    id: "rtbassoc-#",
    key: "{subnet_id}{gateway_id}",
    replacedBy: "gateway_id subnet_id",
    exists:
      "Resource.AlreadyAssociated: the specified association for route table {route_table_id} conflicts with an existing association",
  },
};

/** True for a zone of a region, and for none. */
export const isZone = (zone: string, region: string): boolean =>
  zone === "" || new RegExp(`^${region}[a-f]$`).test(zone);

/** Zone ids are the same in all accounts, zone names are not; here they go together. */
export function zoneId(zone: string): string {
  const [, area = "", direction = "", number = "", letter = ""] = /^(\w+)-(\w)\w*-(\d)(\w)$/.exec(zone) ?? [];
  return zone && `${area}${direction}${number}-az${letter.charCodeAt(0) - 96}`;
}
