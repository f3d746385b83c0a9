import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Attributes, text, UNKNOWN } from "../../sim/provider/values";
import { check, PretendAws } from "./pretend-aws";

let aws: PretendAws;
beforeEach(() => {
  aws = new PretendAws();
  mkdirSync(join(aws.folder, "build"));
  writeFileSync(join(aws.folder, "build/f.zip"), "zipped");
});
afterEach(() => {
  aws.forget();
});

const ZIP = { filename: "build/f.zip", source_code_hash: "h", handler: "index.handler", runtime: "nodejs22.x" };

function define(over: Attributes = {}): Attributes {
  if (aws.cloud.store.all("aws_iam_role").length === 0) aws.apply("aws_iam_role", { name: "r" });
  return aws.apply("aws_lambda_function", { function_name: "f", role: "r", ...ZIP, ...over });
}

const allow = (over: Attributes = {}): Attributes =>
  aws.apply("aws_lambda_permission", {
    statement_id: "s",
    function_name: "f",
    action: "lambda:InvokeFunction",
    principal: "logs.amazonaws.com",
    ...over,
  });

describe("a function", () => {
  test("has its zip's size and hash, and all it was given", () => {
    const variables = { A: "1" };
    define({ environment: [{ variables }], memory_size: 512 });
    expect(aws.cloud.store.get("aws_lambda_function", "us-west-2", "f")?.attributes).toMatchObject({
      ...ZIP,
      arn: "arn:aws:lambda:us-west-2:123456789012:function:f",
      code_sha256: "cVcbBnvCYfesxLpUuQVj0iPM+nuri4LJKNRftKQnwOE=",
      environment: [{ variables }],
      memory_size: 512,
      source_code_size: 6,
      timeout: 3,
    });
  });

  test("needs its zip in Terraform's folder when code goes up, and not when only settings change", () => {
    const away = { filename: "build/away.zip" };
    expect(() => define(away)).toThrow("reading ZIP file (build/away.zip): open build/away.zip: no such file");
    expect(() => define({ filename: "build" })).toThrow("reading ZIP file");
    const state = { ...define(), ...away };
    const settings = { function_name: "f", role: "r", ...ZIP, ...away, timeout: 60 };
    expect(aws.apply("aws_lambda_function", settings, state)).toMatchObject({ timeout: 60, source_code_size: 6 });
    expect(() => aws.apply("aws_lambda_function", { ...settings, source_code_hash: "i" }, state)).toThrow(
      "reading ZIP",
    );
  });

  test.each(["architectures", "filename", "source_code_hash"])("gets new code in place when its %s changes", (name) => {
    const value = name === "architectures" ? ["arm64"] : "new";
    const { planned, replacedBy } = aws.plan(
      "aws_lambda_function",
      { function_name: "f", ...ZIP, [name]: value },
      define(),
    );
    expect(planned).toMatchObject({ code_sha256: UNKNOWN, source_code_size: UNKNOWN });
    expect(replacedBy).toEqual([]);
  });

  test.each(["handler", "runtime", "source_code_hash"])("of a zip is not accepted without %s", (name) => {
    const problems = check("aws_lambda_function", { function_name: "f", role: "r", ...ZIP, [name]: null });
    expect(problems).toEqual(["all of `filename,handler,runtime,source_code_hash` must be specified"]);
  });

  test("takes 4 KB of environment as JSON, and not a byte more", () => {
    const sized = (bytes: number) => ({ environment: [{ variables: { A: "x".repeat(bytes - '{"A":""}'.length) } }] });
    expect(() => define(sized(4097))).toThrow(/InvalidParameterValueException: .* exceeded the 4KB limit/);
    define(sized(4096));
  });

  test("is made once for each name and region", () => {
    define();
    expect(() => define()).toThrow("ResourceConflictException: aws_lambda_function f already exists");
    define({ region: "us-east-1" });
  });

  test("takes its permissions and its settings for events along, named by name or ARN", () => {
    const state = define();
    allow();
    allow({ statement_id: "t", function_name: state["arn"] ?? "" });
    aws.apply("aws_lambda_function_event_invoke_config", { function_name: "f" });
    define({ function_name: "g" });
    allow({ function_name: "g" });
    aws.delete("aws_lambda_function", state);
    const left = aws.cloud.store.all("aws_lambda_permission").map(({ attributes }) => attributes["function_name"]);
    expect(left).toEqual(["g"]);
    expect(aws.cloud.store.all("aws_lambda_function_event_invoke_config")).toEqual([]);
  });
});

test("a statement id is given once in a function's policy, but to other functions again", () => {
  define();
  define({ function_name: "g" });
  allow();
  expect(() => allow()).toThrow("ResourceConflictException: aws_lambda_permission s already exists");
  allow({ function_name: "g" });
});

test.each(["aws_lambda_permission", "aws_lambda_function_event_invoke_config"])(
  "%s for a function that is missing, or in another region, is refused",
  (type) => {
    const config = { function_name: "f", statement_id: "s", action: "lambda:InvokeFunction", principal: "a" };
    expect(() => aws.apply(type, config)).toThrow("ResourceNotFoundException: Function not found: f");
    define({ region: "us-east-1" });
    expect(() => aws.apply(type, config)).toThrow("Function not found");
    aws.apply(type, { ...config, region: "us-east-1" });
  },
);

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
    define({ region: "us-east-1" });
    allow({ region: "us-east-1" });
    expect(() => subscribe({ destination_arn: arn("us-east-1") })).toThrow(REFUSED);
    define();
    allow();
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
    define();
    define({ function_name: "g" });
    expect(() => subscribe()).toThrow(REFUSED);
    allow(permission);
    expect(() => subscribe()).toThrow(REFUSED);
  });

  test.each<[string, Attributes]>([
    ["exactly", { source_arn: source("us-west-2"), source_account: "123456789012" }],
    ["by a pattern", { source_arn: "arn:aws:logs:us-west-2:123456789012:*" }],
    ["by the function's ARN", { function_name: arn("us-west-2") }],
  ])("with a permission that fits %s is accepted", (_, permission) => {
    define();
    allow(permission);
    expect(subscribe()).toMatchObject({ distribution: "ByLogStream" });
  });

  test("is one of two at most, and goes with its log group", () => {
    define();
    allow();
    const [first] = [subscribe(), subscribe({ name: "o" })];
    expect(() => subscribe({ name: "p" })).toThrow("LimitExceededException: Resource limit exceeded.");
    const changed = { name: "n", log_group_name: "/g", filter_pattern: "A", destination_arn: arn("us-west-2") };
    aws.apply("aws_cloudwatch_log_subscription_filter", changed, first);
    const group = aws.cloud.store.get("aws_cloudwatch_log_group", "us-west-2", "/g");
    aws.delete("aws_cloudwatch_log_group", group?.attributes ?? {});
    expect(aws.cloud.store.all("aws_cloudwatch_log_subscription_filter")).toEqual([]);
  });
});

test.each<[string, readonly string[], Attributes, RegExp]>([
  ["an attribute for each key of it and of its indexes", ["id", "z"], { hash_key: "z", name: "i" }, /^$/],
  ["a key that is no attribute", ["id"], { hash_key: "z", name: "i" }, /all indexes must match .*: \["z"\]$/],
  ["an attribute that is no key", ["id", "z"], {}, /all attributes must be indexed, .*: \["z"\]$/],
])("a table with %s is checked before AWS is asked", (_, names, index, problems) => {
  const attribute = names.map((name) => ({ name, type: "S" }));
  const table = { name: "t", billing_mode: "PAY_PER_REQUEST", hash_key: "id", attribute };
  expect(check("aws_dynamodb_table", { ...table, global_secondary_index: [index] }).join()).toMatch(problems);
  expect(check("aws_dynamodb_table", { ...table, range_key: UNKNOWN })).toEqual([]);
});

test("a table's name is taken once", () => {
  const table = { name: "t", hash_key: "id", attribute: [{ name: "id", type: "S" }] };
  expect(aws.apply("aws_dynamodb_table", table)).toMatchObject({ billing_mode: "PROVISIONED", hash_key: "id" });
  expect(() => aws.apply("aws_dynamodb_table", table)).toThrow(
    "ResourceInUseException: aws_dynamodb_table t already exists",
  );
  expect(text(aws.cloud.store.get("aws_dynamodb_table", "us-west-2", "t")?.attributes["arn"])).toMatch(/:table\/t$/);
});
