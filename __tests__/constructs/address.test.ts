import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { synthContainer } from "../helpers/synth";

const stack = synthContainer(baseConfig(), containerConfig());

test("the container has a zone of its own, which goes even with records keeper changed", () => {
  expect(stack.only(Route53Zone)).toMatchObject({ name: "valheim.mine.org", force_destroy: true });
});

test("the zone's own name servers are remembered for five minutes, not two days", () => {
  expect(stack.get(Route53Record, "zone_name_servers")).toMatchObject({
    zone_id: "${aws_route53_zone.zone.zone_id}",
    type: "NS",
    ttl: 300,
    allow_overwrite: true,
    records: "${aws_route53_zone.zone.name_servers}",
  });
});

test("the parent zone delegates to it, for five minutes too", () => {
  expect(stack.get(Route53Record, "zone_delegation")).toMatchObject({
    zone_id: '${try(data.terraform_remote_state.base.outputs.parent_zone_id, "")}',
    name: "valheim.mine.org",
    type: "NS",
    ttl: 300,
    records: "${aws_route53_zone.zone.name_servers}",
  });
});

test("with delegation by hand there is no record in the parent, but the name servers are an output", () => {
  const manual = synthContainer(baseConfig({ delegation: "manual" }), containerConfig());
  expect(Object.keys(manual.all(Route53Record))).toEqual(["address", "zone_name_servers"]);
  expect(manual.json.output).toHaveProperty("name_servers.value", "${aws_route53_zone.zone.name_servers}");
});

test("the address begins as a placeholder, and Terraform never takes it back from keeper", () => {
  expect(stack.get(Route53Record, "address")).toMatchObject({
    name: "valheim.mine.org",
    type: "A",
    ttl: 30,
    records: ["192.0.2.1"],
    lifecycle: { ignore_changes: ["records"], create_before_destroy: true },
  });
});

test("an AAAA record exists only with ipv6, under the same rules", () => {
  expect(stack.all(Route53Record)).not.toHaveProperty("address_ipv6");
  const dual = synthContainer(baseConfig(), containerConfig({ ipv6: true }));
  expect(dual.get(Route53Record, "address_ipv6")).toMatchObject({
    type: "AAAA",
    ttl: 30,
    records: ["100::1"],
    lifecycle: { ignore_changes: ["records"], create_before_destroy: true },
  });
});
