import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Route } from "@cdktf/provider-aws/lib/route";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { baseConfig } from "../helpers/configurations";
import { synthBase, type Synthesized } from "../helpers/synth";

const withZones = (...zones: string[]): Synthesized => synthBase(baseConfig({ network: { zones } }));

test("resolves names inside, by which volumes are mounted", () => {
  expect(withZones("a").only(Vpc)).toMatchObject({ enable_dns_support: true, enable_dns_hostnames: true });
});

test("numbers a zone's subnet by its letter, IPv4 and IPv6 alike", () => {
  expect(withZones("c").only(Subnet)).toMatchObject({
    availability_zone: "us-west-2c",
    cidr_block: "10.40.32.0/20",
    ipv6_cidr_block: "${cidrsubnet(aws_vpc.network.ipv6_cidr_block, 8, 2)}",
  });
});

test("leaves every resource as it was when a zone is added before it", () => {
  const before = withZones("b").resources();
  const after = withZones("a", "b").resources();
  expect(after).toEqual(expect.arrayContaining(before));
  expect(after.length - before.length).toBe(2); // a subnet and its route table association
});

test("closes the default security group", () => {
  const group = withZones("a").only(DefaultSecurityGroup);
  expect([group.ingress, group.egress]).toEqual([undefined, undefined]);
});

test("reaches the internet by both protocols through the internet gateway, without a NAT gateway", () => {
  const stack = withZones("a");
  const gateway = "${aws_internet_gateway.network_gateway.id}";
  expect(stack.get(Route, "network_public_ipv4")).toMatchObject({
    destination_cidr_block: "0.0.0.0/0",
    gateway_id: gateway,
  });
  expect(stack.get(Route, "network_public_ipv6")).toMatchObject({
    destination_ipv6_cidr_block: "::/0",
    gateway_id: gateway,
  });
  expect(stack.json.resource).not.toHaveProperty("aws_nat_gateway");
});
