import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleFunctions } from "../../../src/output/bundle";
import { temporaryFolder } from "../../helpers/folders";
import { AwsEndpoint } from "./aws-endpoint";
import { INPUT } from "./scenes";

const MEGABYTE = 1_000_000;
const folder = temporaryFolder();
let code = "";
beforeAll(() => {
  code = bundleFunctions(process.cwd()).code.keeper;
}, 30_000);

/** What comes of an event in a process that has nothing but the deployed file. */
async function outcomeOf(event: object, environment: Readonly<Record<string, string>>): Promise<unknown> {
  const alone = join(folder.path, "var", "task");
  mkdirSync(alone, { recursive: true });
  writeFileSync(join(alone, "index.js"), code);
  writeFileSync(join(alone, "settings.json"), JSON.stringify(INPUT.settings));
  const lambda = fork(join(process.cwd(), "scripts/lambda.cjs"), [join(alone, "index.js")], {
    cwd: alone,
    env: { ...environment, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    silent: true,
  });
  try {
    lambda.send(event);
    const [outcome] = (await once(lambda, "message")) as [unknown];
    return outcome;
  } finally {
    lambda.kill();
  }
}

test("the deployed keeper is at most 2.2 MB", () => {
  expect(Buffer.byteLength(code)).toBeLessThan(2.2 * MEGABYTE);
});

test("the deployed keeper wakes alone, in the protocols that AWS speaks", async () => {
  const aws = new AwsEndpoint({ id: { S: "keeper" }, schema: { N: "1" }, version: { N: "4" }, memory: { S: "{" } });
  try {
    const { summary } = (await outcomeOf(
      { query: new Date().toISOString() },
      {
        ...INPUT.environment,
        AWS_ENDPOINT_URL: await aws.start(),
        AWS_ACCESS_KEY_ID: "id",
        AWS_SECRET_ACCESS_KEY: "key",
        AWS_SESSION_TOKEN: "token",
      },
    )) as { summary: unknown };
    expect(summary).toMatchObject({ state: "waking" });
    const names = aws.asked.map(({ name }) => name);
    const firstPass = names.slice(0, names.indexOf("SetDesiredCapacity") + 1);
    expect(firstPass.toSorted()).toEqual([
      "DescribeAlarms",
      "DescribeAutoScalingGroups",
      "DescribeInstances",
      "GetItem",
      "ListContainerInstances",
      "ListResourceRecordSets",
      "ListTasks",
      "ListTasks",
      "PutItem",
      "SetDesiredCapacity",
    ]);
    expect(names).toEqual(expect.arrayContaining(["UpdateService", "ChangeResourceRecordSets", "Publish"]));
    const item = JSON.parse(aws.asked.find(({ name }) => name === "PutItem")?.body ?? "") as object;
    expect(item).toMatchObject({ Item: { version: { N: "5" } }, ExpressionAttributeValues: { ":seen": { N: "4" } } });
  } finally {
    aws.stop();
  }
});

test("the deployed keeper names the settings it misses", async () => {
  expect(await outcomeOf({}, {})).toEqual({
    error: expect.stringMatching(
      /^Error: not in the environment: ZONE_ID, TOPIC_ARN, ALLOCATION_ID, FIXED_IPV4$/,
    ) as string,
  });
});
