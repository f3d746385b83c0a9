import { type Attributes, text } from "../../../sim/provider/values";
import type { AppliedObject } from "../../../sim/world/terraform/objects";
import { all, edit, type Edit } from "../edits";

export const FIXED_IPV4 = "52.10.20.30";
const ALLOCATION = "eipalloc-1";
const [HOME, ACCOUNT] = ["us-west-2", "123456789012"];
const arnOf = (resource: string): string => `arn:aws:ec2:${HOME}:${ACCOUNT}:${resource}`;
const TAGS = { Project: "games", Container: "valheim" };

const elasticIp: AppliedObject = {
  type: "aws_eip",
  id: ALLOCATION,
  region: HOME,
  attributes: {
    id: ALLOCATION,
    allocation_id: ALLOCATION,
    arn: arnOf(`elastic-ip/${ALLOCATION}`),
    public_ip: FIXED_IPV4,
    tags_all: TAGS,
  },
};

const associates = (Resource: readonly string[], more: Attributes = {}): Attributes => ({
  Effect: "Allow",
  Action: ["ec2:AssociateAddress"],
  Resource,
  ...more,
});
const HOSTS_ONLY = {
  Condition: { StringEquals: { "aws:ResourceTag/Project": TAGS.Project, "aws:ResourceTag/Container": TAGS.Container } },
};

/** Keeper's statements about the address, as __tests__/constructs/fixed-address.test.ts has them. */
export const STATEMENTS: readonly Attributes[] = [
  { Effect: "Allow", Action: ["ec2:DescribeAddresses"], Resource: ["*"] },
  associates([arnOf(`elastic-ip/${ALLOCATION}`)]),
  associates([arnOf("instance/*"), arnOf("network-interface/*")], HOSTS_ONLY),
];

/** Created with it: Terraform ignores later changes of the record's values. */
export const createdWithIt = edit("aws_route53_record", "records", (value) =>
  JSON.stringify(value) === '["192.0.2.1"]' ? [FIXED_IPV4] : value,
);
const keeperVariables = all(
  edit("aws_lambda_function", "environment.*.variables.ALLOCATION_ID", ALLOCATION, "keeper"),
  edit("aws_lambda_function", "environment.*.variables.FIXED_IPV4", FIXED_IPV4, "keeper"),
);

/**
 * The same with `address: fixed`, applied later.
 *
 * @param statements of keeper about the address
 */
export const withFixedAddress =
  (statements: readonly Attributes[] = STATEMENTS): Edit =>
  (objects) => [
    ...keeperVariables(objects).map((object) => {
      if (object.type !== "aws_iam_role_policy" || !object.id.includes("keeper")) return object;
      const policy = JSON.parse(text(object.attributes["policy"])) as { readonly Statement: readonly Attributes[] };
      const more = JSON.stringify({ ...policy, Statement: [...policy.Statement, ...statements] });
      return { ...object, attributes: { ...object.attributes, policy: more } };
    }),
    elasticIp,
  ];
