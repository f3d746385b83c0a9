import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { aws as definition } from "../../sim/provider/catalogue";
import type { Attributes } from "../../sim/provider/values";
import { PretendAws } from "./pretend-aws";

let aws: PretendAws;
beforeEach(() => (aws = new PretendAws()));
afterEach(() => {
  aws.forget();
});

function look(type: string, config: Attributes): Attributes | undefined {
  const settings = { region: "us-west-2", defaultTags: {} };
  return definition.dataSources[type]?.kind.read(config, settings, aws.cloud.store, aws.folder);
}

test("a domain people can own has a zone that takes records, the shipped one has none", () => {
  const zone = look("aws_route53_zone", { name: "mine.org" });
  const record = {
    zone_id: zone?.["zone_id"] ?? "",
    name: "a.mine.org",
    type: "NS",
    ttl: 300,
    records: ["ns.mine.org"],
  };
  expect(aws.apply("aws_route53_record", record)).toMatchObject({ fqdn: "a.mine.org" });
  expect(() => look("aws_route53_zone", { name: "example.com" })).toThrow("no matching Route 53 Hosted Zone found");
});

test("a file in the store says which zones there are", () => {
  writeFileSync(join(aws.folder, "zones.json"), '["example.com"]');
  expect(look("aws_route53_zone", { name: "example.com" })).toMatchObject({ name: "example.com" });
  expect(() => look("aws_route53_zone", { name: "mine.org" })).toThrow("no matching Route 53 Hosted Zone found");
});

test("AWS's public image differs by region, and a newer one can be published", () => {
  const name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id";
  const image = look("aws_ssm_parameter", { name })?.["value"];
  expect(image).toMatch(/^ami-[0-9a-f]{17}$/);
  expect(look("aws_ssm_parameter", { name, region: "us-east-1" })?.["value"]).not.toBe(image);
  const attributes = { value: "ami-11111111111111111" };
  aws.cloud.store.put({ type: "public_parameter", id: name, key: name, region: "us-west-2", attributes });
  expect(look("aws_ssm_parameter", { name })?.["value"]).toBe("ami-11111111111111111");
  expect(() => look("aws_ssm_parameter", { name: "/nowhere" })).toThrow(/couldn't find resource/);
});

test("a key pair is there unless a file in the store says otherwise", () => {
  expect(look("aws_key_pair", { key_name: "ops" })).toMatchObject({ key_name: "ops" });
  writeFileSync(join(aws.folder, "key-pairs.json"), '["other"]');
  expect(() => look("aws_key_pair", { key_name: "ops" })).toThrow("no matching EC2 Key Pair found");
});
