import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as after } from "node:timers/promises";
import { GIVES_UP_MILLISECONDS } from "../../../handlers/keeper/aws/client-options";
import { connect, type Aws } from "../../../handlers/keeper/aws/connect";
import { keeperFor } from "../../../handlers/keeper/keeper";
import { quietOnOldNode } from "../wake/variables";
import { AwsEndpoint } from "./aws-endpoint";
import { SETTINGS } from "./scenes";

/*
 * Real clients and real sockets, so in real time: all that hangs does so at once.
 */
quietOnOldNode();
jest.setTimeout(30_000);
jest.spyOn(console, "log").mockReset();
const variables = { ...process.env };
const servers: Server[] = [];
const keepersAws = new AwsEndpoint(
  undefined,
  "<member><InstanceId>i-1</InstanceId><LifecycleState>Terminating:Wait</LifecycleState><HealthStatus>Healthy</HealthStatus></member>",
  ["DescribeInstances"],
);

/** One call of each client. */
const CALLS: Readonly<Record<string, (aws: Aws) => Promise<unknown>>> = {
  autoScaling: (aws) => aws.autoScaling().group(),
  cloudWatch: (aws) => aws.cloudWatch().alarms(),
  dynamoDb: (aws) => aws.dynamoDb().item(),
  ec2: (aws) => aws.ec2().machines(Date.now()),
  ecs: (aws) => aws.ecs().cluster(Date.now()),
  route53: (aws) => aws.route53().record(),
  sns: (aws) => aws.sns().mail({ subject: "up", text: "up", mail: { kind: "begins" } }),
  ssm: (aws) => aws.ssm().hold(),
};

/** What becomes of it, with some time for a busy machine. */
const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  Promise.race([
    call.then(
      () => "answered",
      (error: unknown) => String(error),
    ),
    after(GIVES_UP_MILLISECONDS + 5_000, "hangs", { ref: false }),
  ]);

/** What becomes of each client's call to a server that does no more than this with it. */
async function callAll(answer: (response: ServerResponse) => void): Promise<Readonly<Record<string, Promise<string>>>> {
  const services = new Set<string>();
  let allCalled = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => (allCalled = resolve));
  const server = createServer(({ headers }, response) => {
    services.add(/Credential=[^/]+\/\d+\/[^/]+\/([^/]+)/.exec(headers.authorization ?? "")?.[1] ?? "");
    if (services.size === Object.keys(CALLS).length) allCalled();
    answer(response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const aws = connect(SETTINGS);
  const outcomes = Object.entries(CALLS).map(([name, call]) => [name, outcomeOf(call(aws))] as const);
  await isAsked; // by now each client has read where its AWS is
  return Object.fromEntries(outcomes);
}

let silent: Readonly<Record<string, Promise<string>>>;
let brokenOff: Readonly<Record<string, Promise<string>>>;
let look: Promise<string>;
beforeAll(async () => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key" });
  silent = await callAll((response) => {
    // So that its socket is never silent: https://nodejs.org/api/http.html#responsewriteprocessing
    const alive = setInterval(() => {
      response.writeProcessing();
    }, 500);
    response.on("close", () => {
      clearInterval(alive);
    });
  });
  brokenOff = await callAll((response) => response.writeHead(200, { "content-length": "100" }).write("{"));
  process.env.AWS_ENDPOINT_URL = await keepersAws.start();
  look = outcomeOf(keeperFor(() => SETTINGS, Date.now)({ command: "look" }));
});
afterAll(() => {
  keepersAws.stop();
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  process.env = variables;
  jest.restoreAllMocks();
});

test.each(Object.keys(CALLS))("an AWS that accepts a call and never answers does not hold it up: %s", async (name) => {
  expect(await silent[name]).toMatch(/^TimeoutError/);
});

test.each(Object.keys(CALLS))("an answer that breaks off does not hold a call up either: %s", async (name) => {
  expect(await brokenOff[name]).toMatch(/^TimeoutError/);
});

test("a dying host goes on saving though EC2 does not answer: the look tells so when all else is done", async () => {
  expect(await look).toMatch(/read machines failed: TimeoutError/);
  expect(keepersAws.asked.map(({ name }) => name)).toContain("RecordLifecycleActionHeartbeat");
});

test("a look has time for five of them", () => {
  expect(GIVES_UP_MILLISECONDS).toBeLessThanOrEqual(60_000 / 5);
});
