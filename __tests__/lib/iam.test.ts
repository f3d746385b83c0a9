import { ecsTasksTrust, policyDocument, trustPolicy } from "../../src/lib/iam";
import { decode } from "../helpers/terraform-expression";

test("a statement says who, what, on what and when", () => {
  const document = policyDocument([
    {
      sid: "RefuseWithoutTls",
      effect: "Deny",
      principal: { AWS: "*" },
      actions: ["elasticfilesystem:ClientMount"],
      resources: ["arn:aws:elasticfilesystem:us-west-2:1:file-system/fs-1"],
      conditions: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
  expect(decode(document)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "RefuseWithoutTls",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: ["elasticfilesystem:ClientMount"],
        Resource: ["arn:aws:elasticfilesystem:us-west-2:1:file-system/fs-1"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
});

test("a statement allows if it does not say otherwise, and what it leaves out is not in the document", () => {
  expect(decode(policyDocument([{ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/*"] }]))).toEqual(
    {
      Version: "2012-10-17",
      Statement: [{ Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::a/*"] }],
    },
  );
});

test("statements keep their order", () => {
  const statements = ["One", "Two", "Three"].map((sid) => ({ sid, actions: ["a:B"], resources: ["*"] }));
  expect(decode(policyDocument(statements))).toMatchObject({
    Statement: [{ Sid: "One" }, { Sid: "Two" }, { Sid: "Three" }],
  });
});

test("a policy variable of IAM reaches IAM and is no reference of Terraform", () => {
  const document = policyDocument([
    { sid: "Own", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/${aws:username}"] },
  ]);
  expect(document).toContain('"arn:aws:s3:::a/$${aws:username}"');
});

test("a service may act as a role", () => {
  expect(decode(trustPolicy("ec2.amazonaws.com"))).toEqual({
    Version: "2012-10-17",
    Statement: [
      { Sid: "Assume", Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: ["sts:AssumeRole"] },
    ],
  });
});

test("ECS may act as a role only for the tasks of this account and region", () => {
  expect(decode(ecsTasksTrust("us-west-2", "123456789012"))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Assume",
        Effect: "Allow",
        Principal: { Service: "ecs-tasks.amazonaws.com" },
        Action: ["sts:AssumeRole"],
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": "arn:aws:ecs:us-west-2:123456789012:*" },
        },
      },
    ],
  });
});
