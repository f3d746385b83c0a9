import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { synthContainer, type Synthesized } from "../helpers/synth";

const withPorts = (ports: string[], changes: Record<string, unknown> = {}): Synthesized =>
  synthContainer(baseConfig(), containerConfig(changes, { ports }));

test("the host is reached on its published ports only, a range by one rule", () => {
  const ingress = withPorts(["2456-2457/udp", "8080:80"]).all(VpcSecurityGroupIngressRule);
  expect(Object.keys(ingress)).toEqual([
    "files_firewall_in_host",
    "host_firewall_in_tcp_8080_ipv4",
    "host_firewall_in_udp_2456_ipv4",
  ]);
  expect(ingress.host_firewall_in_udp_2456_ipv4).toMatchObject({
    ip_protocol: "udp",
    from_port: 2456,
    to_port: 2457,
    cidr_ipv4: "0.0.0.0/0",
  });
  expect(ingress.host_firewall_in_tcp_8080_ipv4).toMatchObject({ ip_protocol: "tcp", from_port: 8080, to_port: 8080 });
});

test("a range that grows keeps its rule, which then changes in place", () => {
  const rules = (ports: string): string[] => Object.keys(withPorts([ports]).all(VpcSecurityGroupIngressRule));
  expect(rules("2456-2458/udp")).toEqual(rules("2456-2457/udp"));
});

test("with ipv6 each port is open for both protocols' addresses, else for IPv4 alone", () => {
  const families = (stack: Synthesized): unknown[] =>
    [
      ...Object.values(stack.all(VpcSecurityGroupIngressRule)),
      ...Object.values(stack.all(VpcSecurityGroupEgressRule)),
    ].map(({ cidr_ipv4: ipv4, cidr_ipv6: ipv6 }) => ipv4 ?? ipv6);
  expect(families(withPorts(["80"])).filter((block) => block === "::/0")).toEqual([]);
  expect(families(withPorts(["80"], { ipv6: true })).filter((block) => block === "::/0")).toHaveLength(2);
});

test("the host reaches everything, by a rule without ports", () => {
  const rule = withPorts(["80"]).only(VpcSecurityGroupEgressRule);
  expect(rule).toMatchObject({ ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" });
  expect([rule.from_port, rule.to_port]).toEqual([undefined, undefined]);
});

test("volumes are reached by NFS from the container's host alone", () => {
  const rule = withPorts(["80"]).get(VpcSecurityGroupIngressRule, "files_firewall_in_host");
  expect(rule).toMatchObject({
    ip_protocol: "tcp",
    from_port: 2049,
    to_port: 2049,
    referenced_security_group_id: "${aws_security_group.host_firewall.id}",
  });
  expect([rule.cidr_ipv4, rule.cidr_ipv6]).toEqual([undefined, undefined]);
});

test("no rule stands inside a group, where the provider would fight the rules outside", () => {
  for (const group of Object.values(withPorts(["80"]).all(SecurityGroup))) {
    expect([group.ingress, group.egress]).toEqual([undefined, undefined]);
  }
});

test("without volumes there is no firewall for them", () => {
  const stack = synthContainer(baseConfig(), containerConfig({ volumes: {} }, { volumes: [] }));
  expect(Object.keys(stack.all(SecurityGroup))).toEqual(["host_firewall"]);
});

test("port 22 is open to the named networks alone, and only with a key pair that exists", () => {
  const ssh = { key_pair: "ops", ssh_from: ["203.0.113.0/24", "2001:db8:1::/48"], ipv6: true };
  const stack = withPorts(["80"], ssh);
  const rules = Object.values(stack.all(VpcSecurityGroupIngressRule)).filter(({ from_port: port }) => port === 22);
  expect(rules).toMatchObject([
    { ip_protocol: "tcp", to_port: 22, cidr_ipv6: "2001:db8:1::/48" },
    { ip_protocol: "tcp", to_port: 22, cidr_ipv4: "203.0.113.0/24" },
  ]);
  expect(stack.json.data?.aws_key_pair).toMatchObject({ host_template_key_pair: { key_name: "ops" } });
  expect(stack.only(LaunchTemplate).key_name).toBe("${data.aws_key_pair.host_template_key_pair.key_name}");

  const closed = withPorts(["80"]);
  expect(closed.json.data).not.toHaveProperty("aws_key_pair");
  expect(closed.only(LaunchTemplate)).not.toHaveProperty("key_name");
});
