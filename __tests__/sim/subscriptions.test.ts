import type { Attributes } from "../../sim/provider/values";
import { allow, define, layZip } from "./a-function";
import { PretendAws } from "./pretend-aws";

let aws: PretendAws;
beforeEach(() => {
  aws = new PretendAws();
  layZip(aws);
});
afterEach(() => {
  aws.forget();
});

describe("a subscription filter", () => {
  const REFUSED =
    "InvalidParameterException: Could not execute the lambda function. Make sure you have given CloudWatch";
  const arn = (region: string) => `arn:aws:lambda:${region}:123456789012:function:f`;
  const source = (region: string) => `arn:aws:logs:${region}:123456789012:log-group:/g:*`;
  const subscribe = (over: Attributes = {}) =>
    aws.apply("aws_cloudwatch_log_subscription_filter", {
      name: "n",
      log_group_name: "/g",
      filter_pattern: "",
      destination_arn: arn("us-west-2"),
      ...over,
    });
  beforeEach(() => aws.apply("aws_cloudwatch_log_group", { name: "/g" }));

  test("without its log group, of its region, is refused", () => {
    expect(() => subscribe({ region: "us-east-1" })).toThrow("ResourceNotFoundException: The specified log group");
  });

  test("is refused while its function is missing, and with a function of another region", () => {
    expect(() => subscribe()).toThrow(REFUSED);
    define(aws, { region: "us-east-1" });
    allow(aws, { region: "us-east-1" });
    expect(() => subscribe({ destination_arn: arn("us-east-1") })).toThrow(REFUSED);
    define(aws);
    allow(aws);
    expect(() => subscribe({ destination_arn: arn("us-east-1") })).toThrow(REFUSED);
    subscribe();
  });

  test.each<[string, Attributes]>([
    ["for another principal", { principal: "events.amazonaws.com" }],
    ["for another action", { action: "lambda:GetFunction" }],
    ["for another account", { source_account: "210987654321" }],
    ["for the group without its streams", { source_arn: source("us-west-2").replace(/:\*$/, "") }],
    ["for the group of that name in another region", { source_arn: source("us-east-1") }],
    ["of another function", { function_name: "g" }],
  ])("with a permission %s is refused", (_, permission) => {
    define(aws);
    define(aws, { function_name: "g" });
    expect(() => subscribe()).toThrow(REFUSED);
    allow(aws, permission);
    expect(() => subscribe()).toThrow(REFUSED);
  });

  test.each<[string, Attributes]>([
    ["exactly", { source_arn: source("us-west-2"), source_account: "123456789012" }],
    ["by a pattern", { source_arn: "arn:aws:logs:us-west-2:123456789012:*" }],
    ["by the function's ARN", { function_name: arn("us-west-2") }],
  ])("with a permission that fits %s is accepted", (_, permission) => {
    define(aws);
    allow(aws, permission);
    expect(subscribe()).toMatchObject({ distribution: "ByLogStream" });
  });

  test("is one of two at most, and goes with its log group", () => {
    define(aws);
    allow(aws);
    const [first] = [subscribe(), subscribe({ name: "o" })];
    expect(() => subscribe({ name: "p" })).toThrow("LimitExceededException: Resource limit exceeded.");
    const changed = { name: "n", log_group_name: "/g", filter_pattern: "A", destination_arn: arn("us-west-2") };
    aws.apply("aws_cloudwatch_log_subscription_filter", changed, first);
    const group = aws.cloud.store.get("aws_cloudwatch_log_group", "us-west-2", "/g");
    aws.delete("aws_cloudwatch_log_group", group?.attributes ?? {});
    expect(aws.cloud.store.all("aws_cloudwatch_log_subscription_filter")).toEqual([]);
  });
});
