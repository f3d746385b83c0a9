import { baseConfig, containerConfig } from "../helpers/configurations";
import { synthBase, synthContainer } from "../helpers/synth";

test("base tells the containers its contract, and never by null", () => {
  const outputs = synthBase(baseConfig({ network: { zones: ["a", "b"] } })).json.output as Record<
    string,
    { value: unknown }
  >;
  expect(Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]))).toEqual({
    contract: 1,
    vpc_id: "${aws_vpc.network.id}",
    public_subnet_ids: { a: "${aws_subnet.network_public_a.id}", b: "${aws_subnet.network_public_b.id}" },
    private_subnet_ids: {},
    alerts_topic_arn: "${aws_sns_topic_policy.alerts_policy.arn}",
    parent_zone_id: "${data.aws_route53_zone.parent.zone_id}",
    private_zone_id: "",
  });
});

test("with delegation by hand base looks up no zone", () => {
  const { json } = synthBase(baseConfig({ delegation: "manual" }));
  expect(json.data).not.toHaveProperty("aws_route53_zone");
  expect(json.output).toHaveProperty("parent_zone_id.value", "");
});

test("the parent zone is the public one of the domain", () => {
  expect(synthBase(baseConfig()).json.data).toMatchObject({
    aws_route53_zone: { parent: { name: "mine.org", private_zone: false } },
  });
});

test("state is in local files beside the output, or in the bucket with a lock, and base is read from there", () => {
  const base = baseConfig();
  const local = synthContainer(base, containerConfig());
  expect(local.json.terraform).toMatchObject({ backend: { local: { path: "../../../state/games/valheim.tfstate" } } });
  expect(local.json.data?.terraform_remote_state?.base).toMatchObject({
    backend: "local",
    config: { path: "../../../state/games/base.tfstate" },
  });

  const remote = synthContainer(base, containerConfig(), { kind: "s3", bucket: "states", region: "eu-west-1" });
  const bucket = { bucket: "states", region: "eu-west-1" };
  expect(remote.json.terraform).toMatchObject({
    backend: { s3: { ...bucket, key: "games/valheim.tfstate", encrypt: true, use_lockfile: true } },
  });
  expect(remote.json.data?.terraform_remote_state?.base).toMatchObject({
    backend: "s3",
    config: { ...bucket, key: "games/base.tfstate" },
  });
  expect(remote.companions.baseStateFile).toBeUndefined();
});
