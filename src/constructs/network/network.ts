import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../../shared/names";
import { subnetBlock, zoneNumber } from "../../lib/subnets";
import { nameTag } from "../../../shared/tags";

export interface NetworkProps {
  readonly names: Names;
  readonly region: string;
  /** IPv4 block of the VPC, like 10.40.0.0/16. */
  readonly cidrBlock: string;
  /** Letters of the availability zones with a public subnet. */
  readonly zones: readonly string[];
}

/** Dual-stack VPC with public subnets only: a NAT gateway would cost three times a month of play. */
export class Network extends Construct {
  readonly vpcId: string;
  readonly publicSubnetIdByZone: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { names, region, cidrBlock, zones }: NetworkProps) {
    super(scope, id);
    const name = names.of("network");

    const vpc = new Vpc(this, "Resource", {
      cidrBlock,
      assignGeneratedIpv6CidrBlock: true,
      enableDnsSupport: true,
      enableDnsHostnames: true, // EFS is mounted by its DNS name
      tags: nameTag(name),
    });
    // Adopted without rules, so that an instance without a security group of its own is closed.
    new DefaultSecurityGroup(this, "closed", { vpcId: vpc.id, tags: nameTag(names.of("closed")) });

    const gateway = new InternetGateway(this, "gateway", { vpcId: vpc.id, tags: nameTag(name) });
    const routes = new RouteTable(this, "public", { vpcId: vpc.id, tags: nameTag(names.of("public")) });
    const route = { routeTableId: routes.id, gatewayId: gateway.id };
    new Route(this, "public_ipv4", { ...route, destinationCidrBlock: "0.0.0.0/0" });
    new Route(this, "public_ipv6", { ...route, destinationIpv6CidrBlock: "::/0" });

    const subnetIdByZone: Record<string, string> = {};
    for (const zone of zones) {
      const subnet = new Subnet(this, `public_${zone}`, {
        vpcId: vpc.id,
        availabilityZone: `${region}${zone}`,
        cidrBlock: subnetBlock(cidrBlock, zoneNumber(zone)),
        ipv6CidrBlock: Fn.cidrsubnet(vpc.ipv6CidrBlock, 8, zoneNumber(zone)),
        tags: nameTag(`${names.of("public")}-${zone}`),
      });
      new RouteTableAssociation(this, `public_${zone}_routes`, { subnetId: subnet.id, routeTableId: routes.id });
      subnetIdByZone[zone] = subnet.id;
    }

    this.vpcId = vpc.id;
    this.publicSubnetIdByZone = subnetIdByZone;
  }
}
