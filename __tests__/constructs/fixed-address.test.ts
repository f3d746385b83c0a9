import { Eip } from "@cdktf/provider-aws/lib/eip";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { document, synthContainer, type Synthesized } from "../helpers/synth";

const dynamic = synthContainer(baseConfig(), containerConfig());
const fixed = synthContainer(baseConfig(), containerConfig({ address: "fixed" }));
const ADDRESS = "aws_eip.fixed_address";

const variables = (of: Synthesized) =>
  (of.get(LambdaFunction, "keeper") as { environment: { variables: Record<string, string> } }).environment.variables;
const statements = (of: Synthesized) =>
  (document(of.get(IamRolePolicy, "keeper_role_policy").policy) as { Statement: { Action: string[] }[] }).Statement;

test("an Elastic IP that Terraform never associates, and that goes only after keeper knows", () => {
  expect(fixed.only(Eip)).toEqual({
    "//": expect.anything() as unknown,
    domain: "vpc",
    tags: { Name: "games-valheim-address" },
    lifecycle: { create_before_destroy: true },
  });
  expect(dynamic.json.resource).not.toHaveProperty("aws_eip");
});

test("the record begins with it, and keeper's values stay", () => {
  expect(fixed.get(Route53Record, "address")).toMatchObject({
    records: [`\${${ADDRESS}.public_ip}`],
    lifecycle: { ignore_changes: ["records"] },
  });
  const both = synthContainer(baseConfig(), containerConfig({ address: "fixed", ipv6: true }));
  expect(both.get(Route53Record, "address_ipv6")).toMatchObject({ records: ["100::1"] });
});

test("keeper knows it, and otherwise that there is none", () => {
  expect(variables(fixed)).toMatchObject({
    ALLOCATION_ID: `\${${ADDRESS}.allocation_id}`,
    FIXED_IPV4: `\${${ADDRESS}.public_ip}`,
  });
  expect(variables(dynamic)).toMatchObject({ ALLOCATION_ID: "none", FIXED_IPV4: "none" });
});

test("keeper may associate this address alone, and only with the container's hosts", () => {
  const hosts = ["instance", "network-interface"].map(
    (type) => `arn:aws:ec2:us-west-2:\${data.aws_caller_identity.account.account_id}:${type}/*`,
  );
  const about = statements(fixed).filter(({ Action }) => Action.some((action) => /Address/.test(action)));
  expect(about).toEqual([
    { Sid: "SeeAddress", Effect: "Allow", Action: ["ec2:DescribeAddresses"], Resource: ["*"] },
    { Sid: "AssociateAddress", Effect: "Allow", Action: ["ec2:AssociateAddress"], Resource: [`\${${ADDRESS}.arn}`] },
    {
      Sid: "AssociateWithHosts",
      Effect: "Allow",
      Action: ["ec2:AssociateAddress"],
      Resource: hosts,
      Condition: { StringEquals: { "aws:ResourceTag/Project": "games", "aws:ResourceTag/Container": "valheim" } },
    },
  ]);
  expect(statements(dynamic).flatMap(({ Action }) => Action)).not.toContain("ec2:AssociateAddress");
});

test("a host and its network interface have those tags, whatever the address", () => {
  for (const stack of [dynamic, fixed]) {
    const { tag_specifications } = stack.only(LaunchTemplate) as {
      tag_specifications: { resource_type: string; tags: Record<string, string> }[];
    };
    for (const type of ["instance", "network-interface"]) {
      expect(tag_specifications.find(({ resource_type }) => resource_type === type)?.tags).toMatchObject({
        Project: "games",
        Container: "valheim",
      });
    }
  }
});

test("people find the address among the outputs", () => {
  expect(fixed.json.output).toHaveProperty("fixed_ipv4.value", `\${${ADDRESS}.public_ip}`);
  expect(dynamic.json.output).not.toHaveProperty("fixed_ipv4");
});
