import { inService, problemsOf, refused, service } from "./written";

const problems = (yaml: string): string[] => problemsOf(inService(yaml));

describe("environment", () => {
  test.each([
    ["{A: x, B: 2, C: true, D: 1.5, E: ''}", { A: "x", B: "2", C: "true", D: "1.5", E: "" }],
    ["[A=x, B=2, C=a=b, D=]", { A: "x", B: "2", C: "a=b", D: "" }],
    ["{}", {}],
    ["[]", {}],
    [
      '{PRICE: "5$", PAY: "$$5", HOME: "$$HOME", N: "$$$$N", ARGS: "$1"}',
      { PRICE: "5$", PAY: "$5", HOME: "$HOME", N: "$$N", ARGS: "$1" },
    ],
    [
      "{constructor: a, toString: b, with.dot: c, with-hyphen: d}",
      { constructor: "a", toString: "b", "with.dot": "c", "with-hyphen": "d" },
    ],
    ["[constructor=a]", { constructor: "a" }],
  ])("reads %s", (yaml, environment) => {
    expect(service(`environment: ${yaml}`).environment).toEqual(environment);
  });

  test("keeps the lines of a text", () => {
    expect(service("environment:\n  MOTD: |\n    one\n    two\n").environment).toEqual({ MOTD: "one\ntwo\n" });
  });

  refused([
    ["environment: A=x", '5:18 services.game.environment: NAME … "NAME=value" … got "A=x"'],
    ["environment:", '5:17 services.game.environment: has no value … NAME … "NAME=value"'],
    ["environment: {A: }", "5:22 services.game.environment.A: has no value … NAME"],
    ["environment: [A]", "5:19 services.game.environment.0: has no value … NAME"],
    ["environment: {A: [x]}", "5:22 services.game.environment.A: text … got a list"],
    ["environment: [A: x]", '5:19 services.game.environment.0: "NAME=value" … got a mapping'],
    ["environment: [5]", '5:19 services.game.environment.0: "NAME=value" … got the number 5'],
    ["environment: {1A: x}", '5:19 services.game.environment.1A: name of an environment variable … got "1A"'],
    ["environment: {80: x}", '5:19 services.game.environment.80: name of an environment variable … got "80"'],
    ['environment: ["A B=x"]', '5:19 services.game.environment.0: name of an environment variable … got "A B"'],
    ['environment: ["=x"]', '5:19 services.game.environment.0: name of an environment variable … got ""'],
    ["environment: [A=x, B=y, A=z]", "5:29 services.game.environment.2: listed twice"],
    ['environment: {A: "$B"}', "5:22 services.game.environment.A: $NAME … not supported … $$"],
    ['environment: {A: "${B}"}', "5:22 services.game.environment.A: $NAME … not supported … $$"],
    ['environment: {A: "${B:-c}"}', "5:22 services.game.environment.A: $NAME … not supported … $$"],
    ['environment: {A: "$$$B"}', "5:22 services.game.environment.A: $NAME … not supported … $$"],
    ['environment: ["A=$B"]', "5:19 services.game.environment.0: $NAME … not supported … $$"],
  ]);

  test("has names of up to 128 characters", () => {
    const name = "A".repeat(128);
    expect(service(`environment: {${name}: x}`).environment).toEqual({ [name]: "x" });
    expect(problems(`environment: {${name}A: x}`)).toHaveLength(1);
  });
});

const SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret:db-AbCdEf";
const KEY = "arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

describe("secrets", () => {
  test("are names, or names with a version", () => {
    expect(service("secrets: [A, {B: {version: 2}}, {C: {}}]").secrets).toMatchObject([
      { name: "A", version: 1 },
      { name: "B", version: 2 },
      { name: "C", version: 1 },
    ]);
  });

  refused([
    ["secrets: SERVER_PASS", '5:14 services.game.secrets: "SERVER_PASS"'],
    ["secrets: {A: x}", "5:14 services.game.secrets: SERVER_PASS … got a mapping"],
    ["secrets: [my-pass]", '5:15 services.game.secrets.0: SERVER_PASS … got "my-pass"'],
    ["secrets: [{my-pass: {}}]", '5:16 services.game.secrets.0.my-pass: SERVER_PASS … got "my-pass"'],
    ["secrets: [5]", "5:15 services.game.secrets.0: SERVER_PASS … SERVER_PASS … got the number 5"],
    ["secrets: [{A: hunter2}]", '5:19 services.game.secrets.0.A: mapping (key: value lines) … got "hunter2"'],
    ["secrets: [A, B, {A: {}}]", "5:21 services.game.secrets.2: listed twice"],
    ["secrets: [{A: {from: arn}}]", "5:26 services.game.secrets.0.A.from: must be an ARN like"],
    [
      `secrets: [{A: {from: "${SECRET}", version: 2}}]`,
      `5:${39 + SECRET.length} services.game.secrets.0.A.version: for values in terraform.tfvars`,
    ],
    [`secrets: [{A: {key: "${KEY}"}}]`, "5:25 services.game.secrets.0.A.key: belongs to from"],
    [
      `secrets: [B, {A: {from: "${SECRET.replace("us-west-2", "eu-west-1")}"}}]`,
      "5:29 services.game.secrets.1.A.from: is in eu-west-1, but everything here is in us-west-2",
    ],
    [
      `secrets: [{A: {from: "${SECRET}", key: "${KEY.replace("us-west-2", "eu-west-1")}"}}]`,
      `5:${35 + SECRET.length} services.game.secrets.0.A.key: is in eu-west-1`,
    ],
    ["secrets: [{A: {vers: 2}}]", "5:20 services.game.secrets.0.A.vers: not a setting … expected"],
    ["secrets: [{A: {versoin: 2}}]", "5:20 services.game.secrets.0.A.versoin: did you mean version?"],
    ["secrets: [A]\nenvironment: {A: x, B: y}", "6:19 services.game.environment.A: listed … secrets"],
  ]);

  test("may have the name of something JavaScript knows", () => {
    expect(service("secrets: [constructor]").secrets).toMatchObject([{ name: "constructor", version: 1 }]);
  });
});
