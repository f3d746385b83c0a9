import { elsewhere, keyArn, secretArn, valueArn } from "../../src/config/schema/arn";

const SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret:prod/db-AbCdEf";
const PARAMETER = "arn:aws:ssm:us-west-2:123456789012:parameter/prod/db";
const KEY = "arn:aws:kms:us-west-2:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab";

it.each([
  [SECRET, SECRET],
  [`${SECRET}:password::`, SECRET],
  [`${SECRET}::AWSPREVIOUS:`, SECRET],
  [`${SECRET}:::9d4cb84b-ad69-40c0-a0ab-cead36b967e8`, SECRET],
  [PARAMETER, PARAMETER],
])("policies name %s as the whole secret or parameter", (from, arn) => {
  expect(valueArn.parse(from)).toMatchObject({ from, arn, region: "us-west-2", account: "123456789012" });
});

it.each([
  ["prod/db", "must be an ARN like arn:aws:secretsmanager:"],
  [42, "must be an ARN like"],
  ["arn:aws-cn:ssm:cn-north-1:123456789012:parameter/db", "must be an ARN like"],
  ["arn:aws:ssm:us-west-2::parameter/aws/service/x", "must be an ARN like"],
  ["arn:aws:s3:us-west-2:123456789012:bucket", "belongs to s3: write an ARN like"],
  [KEY, "belongs to kms: write an ARN like"],
  ["arn:aws:secretsmanager:us-west-2:123456789012:secret:db", "is incomplete: copy the whole ARN of the secret"],
  ["arn:aws:secretsmanager:us-west-2:123456789012:secret:db:password::", "is incomplete: copy the whole ARN"],
  [`${SECRET}:password`, "names a part of the secret: write all three parts after the name, like :password::"],
  [`${SECRET}:password:::`, "write all three parts"],
  [`${SECRET}:password:AWSCURRENT:9d4cb84b`, "has a version stage and a version ID: leave one empty"],
  ["arn:aws:ssm:us-west-2:123456789012:parameter//prod/db", "is incomplete: write parameter/ and the name"],
  [`${PARAMETER}:3`, "is incomplete: write parameter/ and the name"],
])("a variable cannot come from %s", (from, message) => {
  expect(valueArn.safeParse(from).error?.issues.map((issue) => issue.message)).toEqual([
    expect.stringContaining(message),
  ]);
});

it("credentials are a whole secret", () => {
  expect(secretArn.parse(SECRET).arn).toBe(SECRET);
  expect(secretArn.safeParse(`${SECRET}:password::`).error?.issues[0]?.message).toBe(
    "names a part of the secret: write the ARN without it",
  );
  expect(secretArn.safeParse(PARAMETER).error?.issues[0]?.message).toContain("belongs to ssm");
});

it("a key is named by its ARN, not by an alias", () => {
  expect(keyArn.parse(KEY).arn).toBe(KEY);
  expect(keyArn.safeParse("arn:aws:kms:us-west-2:123456789012:alias/db").error?.issues[0]?.message).toContain(
    "not an alias",
  );
});

it("the message about another region names both", () => {
  const reference = valueArn.parse(PARAMETER);
  expect(elsewhere(reference, "us-west-2")).toBeUndefined();
  expect(elsewhere(reference, "eu-central-1")).toBe(
    "is in us-west-2, but everything here is in eu-central-1: name one in eu-central-1",
  );
});
