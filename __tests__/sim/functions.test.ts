import { type Attributes, UNKNOWN } from "../../sim/provider/values";
import { allow, define, layZip, ZIP } from "./a-function";
import { check, PretendAws } from "./pretend-aws";

let aws: PretendAws;
beforeEach(() => {
  aws = new PretendAws();
  layZip(aws);
});
afterEach(() => {
  aws.forget();
});

describe("a function", () => {
  test("has its zip's size and hash, and all it was given", () => {
    const variables = { A: "1" };
    define(aws, { environment: [{ variables }], memory_size: 512 });
    expect(aws.cloud.store.get("aws_lambda_function", "us-west-2", "f")?.attributes).toMatchObject({
      ...ZIP,
      arn: "arn:aws:lambda:us-west-2:123456789012:function:f",
      code_sha256: "ke4mkqLBnVUSk/udyI50+X4AhT/ZA0wJLoOHp+VKOuk=",
      environment: [{ variables }],
      memory_size: 512,
      source_code_size: 120,
      timeout: 3,
    });
  });

  test("needs its zip in Terraform's folder when code goes up, and not when only settings change", () => {
    const away = { filename: "build/away.zip" };
    expect(() => define(aws, away)).toThrow("reading ZIP file (build/away.zip): open build/away.zip: no such file");
    expect(() => define(aws, { filename: "build" })).toThrow("reading ZIP file");
    const state = { ...define(aws), ...away };
    const settings = { function_name: "f", role: "r", ...ZIP, ...away, timeout: 60 };
    expect(aws.apply("aws_lambda_function", settings, state)).toMatchObject({ timeout: 60, source_code_size: 120 });
    expect(() => aws.apply("aws_lambda_function", { ...settings, source_code_hash: "i" }, state)).toThrow(
      "reading ZIP",
    );
  });

  test.each(["architectures", "filename", "source_code_hash"])("gets new code in place when its %s changes", (name) => {
    const value = name === "architectures" ? ["arm64"] : "new";
    const { planned, replacedBy } = aws.plan(
      "aws_lambda_function",
      { function_name: "f", ...ZIP, [name]: value },
      define(aws),
    );
    expect(planned).toMatchObject({ code_sha256: UNKNOWN, source_code_size: UNKNOWN });
    expect(replacedBy).toEqual([]);
  });

  test.each(["handler", "runtime", "source_code_hash"])("of a zip is not accepted without %s", (name) => {
    const problems = check("aws_lambda_function", { function_name: "f", role: "r", ...ZIP, [name]: null });
    expect(problems).toEqual(["all of `filename,handler,runtime,source_code_hash` must be specified"]);
  });

  test("of anything but a zip is not known here", () => {
    const problems = check("aws_lambda_function", { function_name: "f", role: "r", image_uri: "i" });
    expect(problems).toEqual(["one of `filename` must be specified, found none"]);
  });

  test("takes 4 KB of environment as JSON, and not a byte more", () => {
    const sized = (bytes: number) => ({ environment: [{ variables: { A: "x".repeat(bytes - '{"A":""}'.length) } }] });
    expect(() => define(aws, sized(4097))).toThrow(/InvalidParameterValueException: .* exceeded the 4KB limit/);
    define(aws, sized(4096));
  });

  test("is made once for each name and region", () => {
    define(aws);
    expect(() => define(aws)).toThrow("ResourceConflictException: aws_lambda_function f already exists");
    define(aws, { region: "us-east-1" });
  });

  test("takes its permissions and its settings for events along, named by name or ARN", () => {
    const state = define(aws);
    allow(aws);
    allow(aws, { statement_id: "t", function_name: state["arn"] ?? "" });
    aws.apply("aws_lambda_function_event_invoke_config", { function_name: "f" });
    define(aws, { function_name: "g" });
    allow(aws, { function_name: "g" });
    aws.delete("aws_lambda_function", state);
    const left = aws.cloud.store.all("aws_lambda_permission").map(({ attributes }) => attributes["function_name"]);
    expect(left).toEqual(["g"]);
    expect(aws.cloud.store.all("aws_lambda_function_event_invoke_config")).toEqual([]);
  });
});

test("a statement id is returned, and is unique in a function's policy, but not across functions", () => {
  expect(check("aws_lambda_permission", { function_name: "f", principal: "a" }).join()).toMatch(
    /`statement_id` must be/,
  );
  define(aws);
  define(aws, { function_name: "g" });
  allow(aws);
  expect(() => allow(aws)).toThrow("ResourceConflictException: aws_lambda_permission s already exists");
  allow(aws, { function_name: "g" });
  expect(aws.cloud.store.all("aws_lambda_permission")).toHaveLength(2);
});

test.each(["aws_lambda_permission", "aws_lambda_function_event_invoke_config"])(
  "%s for a function that is missing, or in another region, is refused",
  (type) => {
    const config = { function_name: "f", statement_id: "s", action: "lambda:InvokeFunction", principal: "a" };
    expect(() => aws.apply(type, config)).toThrow("ResourceNotFoundException: Function not found: f");
    define(aws, { region: "us-east-1" });
    expect(() => aws.apply(type, config)).toThrow("Function not found");
    aws.apply(type, { ...config, region: "us-east-1" });
  },
);

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
});
