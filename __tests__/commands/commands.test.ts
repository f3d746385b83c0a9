import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { temporaryFolder } from "../helpers/folders";
import { synthContainer } from "../helpers/synth";
import { terraformTest } from "../sim/workspace";
import { checkAws, checkPayload, type There } from "./aws";
import { handedToPeople, inMail, inOutputs, inPage } from "./handed";
import { check, type Project } from "./project";
import { Desk } from "./shells";

/** A state that real Terraform wrote when it applied the shipped configuration; a test elsewhere compares it with today's. */
const STATE = resolve("sim", "applied", "recorded", "valheim.json");
const { outputs, resources } = JSON.parse(readFileSync(STATE, "utf8")) as {
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
  readonly resources: readonly { readonly type: string; readonly name: string }[];
};
const stack = synthContainer(baseConfig(), containerConfig());
const there: There = new Set(
  [
    { type: LambdaFunction, name: "function_name" },
    { type: CloudwatchLogGroup, name: "name" },
    { type: SsmParameter, name: "name" },
  ].flatMap(({ type, name }) =>
    Object.values(stack.all(type)).map(
      ({ region = "us-west-2", ...block }) => `${String(region)} ${String(block[name])}`,
    ),
  ),
);

const folder = temporaryFolder();
let desk: Desk;
let project: Project;
beforeAll(() => {
  desk = new Desk(folder.path, new Map(Object.entries(outputs).map(([name, { value }]) => [name, String(value)])));
  project = {
    folder: folder.path,
    stacks: ["base", "valheim"],
    outputs: Object.keys(outputs),
    addresses: resources.map(({ type, name }) => `${type}.${name}`),
  };
});

/** Does as a reader does: pastes it into a shell. What that calls is asked whether it takes it. */
function paste(text: string): void {
  if (text.startsWith("{")) checkPayload(text);
  else
    for (const called of desk.run(text)) {
      if (called[0] === "aws") checkAws(called.slice(1), there);
      else check(called, project);
    }
}

const handed = handedToPeople();

test.each(handed.map(({ where, text }) => [where, text]))(
  "%s is taken by every shell, and by what it calls",
  (_, text) => {
    paste(text);
  },
);

test("pages, their prose and mails are read for it", () => {
  const files = new Set(handed.map(({ where }) => where.replace(/:\d+$|.*\//g, "")));
  expect([...files]).toEqual(expect.arrayContaining(["README.md", "operations.md", "up.txt", "host-stays.txt"]));
});

describe("as Terraform prints it", () => {
  const printed = (...args: readonly string[]): string =>
    execFileSync("terraform", ["output", `-state=${STATE}`, "-no-color", ...args], {
      cwd: folder.path,
      env: { ...process.env, TF_CLI_CONFIG_FILE: "", CHECKPOINT_DISABLE: "1" },
      encoding: "utf8",
    });

  terraformTest("each command among the outputs can be pasted, whether all are shown, or it alone, or raw", () => {
    const all = inOutputs(printed());
    expect(all.map(({ where }) => where)).toEqual(["hold", "look", "sleep", "wake"]);
    for (const { where, text } of all) {
      paste(text);
      expect(inOutputs(`${where} = ${printed(where)}`)).toEqual([{ where, text }]);
      paste(printed("-raw", where));
    }
  });
});

const INVOKE = "aws lambda invoke --region us-west-2 --cli-binary-format raw-in-base64-out";
const WAKE = `--payload '{"command":"wake"}' /dev/stdout`;
const HOLD = "aws ssm put-parameter --region us-west-2 --name /games/valheim/hold --overwrite";

test.each([
  ["a new parameter without its type", `${HOLD} --value none`, "--type is missing"],
  ["a time", `${HOLD} --type String --value 2026-11-22T01:00Z`, "will have passed"],
  ["a wrong function", `${INVOKE} --function-name games-mc-keeper ${WAKE}`, "there is no games-mc-keeper in us-west-2"],
  ["a wrong region", "aws logs tail /aws/lambda/games-valheim-wake --region us-west-2", "there is no /aws/lambda"],
  ["an open quote", `${INVOKE} --function-name games-valheim-keeper --payload '{}`, "a bash script ends with"],
  ["double quotes around JSON", `${INVOKE} --payload "{"command":"wake"}" /dev/stdout`, "--function-name is missing"],
  ["a payload that is no JSON", `{"command":wake}`, "Unexpected token"],
  ["a payload that keeper doesn't know", `{"command":"wakeup"}`, 'keeper does not know {"command":"wakeup"}'],
  [
    "no file for the answer",
    `${INVOKE} --function-name games-valheim-keeper --payload '{}'`,
    "0 words stand without an option",
  ],
  ["an unknown option", `${HOLD} --type String --value none --force`, "--force is no option"],
  ["a command nobody looked up", "aws s3 ls", "aws s3 ls is not known here"],
  ["a program nobody has", "cdktf deploy base", "cdktf: command not found"],
  ["a comment, which zsh takes for words", "npm test # all of it", "takes it for npm test # all of it"],
  ["a script that isn't there", "npm run deploy", "npm run deploy is no script"],
  ["a scenario that isn't there", "npm run demo -- --scenario storm", "storm does not exist"],
  ["a stack that isn't there", "npm run pretend -- npx cdktf deploy vlheim", "there is no stack vlheim"],
  ["a folder that isn't there", "terraform -chdir=out/valheim init", "there is no out/valheim"],
  ["an option Terraform lacks", "terraform apply --yes", "terraform apply has no --yes"],
  ["an address that isn't there", "terraform state show aws_efs_file_system.w", "there is no aws_efs_file_system.w"],
])("%s is refused", (_, text, problem) => {
  expect(() => {
    paste(text);
  }).toThrow(problem);
});

test("a command is found in a block, in prose, in a mail and in an output, and nothing else is", () => {
  const page = "# T\n\n`terraform.tfvars` `npx cdktf diff <stack>`\n\n```sh\naws x y\n```\n\n```yaml\na: b\n```\n";
  expect(inPage("a.md", page)).toEqual([
    { where: "a.md:5", text: "aws x y\n" },
    { where: "a.md:3", text: "npx cdktf diff valheim" },
  ]);
  expect(inMail("m.txt", "To wake it:\naws x y\n\nBye")).toEqual([{ where: "m.txt:2", text: "aws x y" }]);
  expect(inOutputs('a = "aws x"\nb = "no"\nc = <<EOT\naws y \\\n  --z\n\nEOT\n')).toEqual([
    { where: "a", text: '"aws x"' },
    { where: "c", text: "aws y \\\n  --z\n\n" },
  ]);
});
