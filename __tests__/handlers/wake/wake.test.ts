import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { InvokeCommand, LambdaClient, TooManyRequestsException } from "@aws-sdk/client-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { environmentOf } from "../../../handlers/environment";
import type { LogsEvent } from "../../../handlers/wake/batch";
import { WAKE } from "../../../handlers/wake/settings";
import { warmWake } from "../../../handlers/wake/warm-wake";
import { WAKE_ACTIONS } from "./actions";
import { quietOnOldNode } from "./variables";
import { eventOf, eventWith, json, line, linesOf, NOW, SETTINGS } from "./logs";

const ENVIRONMENT = environmentOf(WAKE, SETTINGS);
const TWO_MINUTES = eventWith(...linesOf("join.txt"));

quietOnOldNode();
const cloudWatch = mockClient(CloudWatchClient);
const lambda = mockClient(LambdaClient);
const log = jest.spyOn(console, "log");

afterAll(() => {
  jest.restoreAllMocks();
});
beforeEach(() => {
  cloudWatch.reset().resolves({});
  lambda.reset().resolves({});
  log.mockReset();
});

const puts = () => cloudWatch.commandCalls(PutMetricDataCommand);
const calls = () => lambda.commandCalls(InvokeCommand);
const payloads = () => calls().map(({ args: [{ input }] }) => input.Payload);
const regionOf = (call?: { thisValue: unknown }) => (call?.thisValue as LambdaClient).config.region();
const logged = () => log.mock.calls.map(([entry]) => entry as unknown);
const sent = () => [...cloudWatch.calls(), ...lambda.calls()];

const throttled = Object.assign(new Error("Rate exceeded"), {
  name: "ThrottlingException",
  $metadata: { requestId: "11111111-2222" },
});
const busy = new TooManyRequestsException({ message: "Slow down", $metadata: { requestId: "33333333-4444" } });

const message = (text: string) => expect.objectContaining({ message: text }) as Error;

/** A warm function and the hands of its clock. */
function warm() {
  const time = { now: NOW };
  return { time, handler: warmWake(ENVIRONMENT, () => time.now) };
}

describe("a query that wakes", () => {
  it("is put into the metric of the home region, once for each minute, at its own time", async () => {
    await warm().handler(TWO_MINUTES);
    const datum = {
      MetricName: "DnsQueries",
      Dimensions: [{ Name: "Container", Value: "valheim" }],
      Unit: "Count",
    };
    expect(puts().map(({ args: [{ input }] }) => input)).toEqual([
      {
        Namespace: "WakeOnDns/games",
        MetricData: [
          { ...datum, Timestamp: new Date("2026-11-21T20:00:00Z"), Value: 1 },
          { ...datum, Timestamp: new Date("2026-11-21T20:01:00Z"), Value: 2 },
        ],
      },
    ]);
    expect(await regionOf(puts()[0])).toBe("us-west-2");
  });

  it("is told to keeper in the home region, which is not waited for", async () => {
    await warm().handler(TWO_MINUTES);
    expect(calls().map(({ args: [{ input }] }) => input)).toEqual([
      {
        FunctionName: "arn:aws:lambda:us-west-2:123456789012:function:games-valheim-keeper",
        InvocationType: "Event",
        Payload: '{"query":"2026-11-21T20:01:13.005Z"}',
      },
    ]);
    expect(await regionOf(calls()[0])).toBe("us-west-2");
  });

  it("is found in an event as CloudWatch Logs sends it", async () => {
    await warm().handler(json("event.json") as LogsEvent);
    expect(payloads()).toEqual(['{"query":"2026-11-21T20:01:12.130Z"}']);
  });

  it("needs no more of AWS than the role allows", async () => {
    const { handler, time } = warm();
    await handler(TWO_MINUTES);
    time.now += 60_000;
    await handler(TWO_MINUTES);
    const services = [...cloudWatch.calls().map(() => "cloudwatch"), ...lambda.calls().map(() => "lambda")];
    const actions = sent().map(({ args: [command] }, index) => `${services[index]}:${command.constructor.name}`);
    const allowed = actions.map((action) => action.replace(/Command$/, "").replace(/:Invoke$/, ":InvokeFunction"));
    expect([...new Set(allowed)].sort()).toEqual(WAKE_ACTIONS);
  });

  it("is logged as one object: what was seen, who asked, what was done", async () => {
    await warm().handler(eventWith(...linesOf("join.txt"), ...linesOf("malformed.txt"), line({ time: 0 })));
    expect(logged()).toEqual([
      {
        saw: { queries: 3, others: 4, old: 1, malformed: 7 },
        newest: "2026-11-21T20:01:13.005Z",
        askedBy: ["A from 172.253.1.130", "A from 198.51.100.53"],
        did: ["put the metric DnsQueries", "call keeper"],
      },
    ]);
  });

  it("is logged with a few of the resolvers that asked", async () => {
    const resolvers = Array.from({ length: 9 }, (_, index) => line({ resolver: `192.0.2.${index}` }));
    await warm().handler(eventWith(...resolvers));
    expect(logged()).toMatchObject([{ askedBy: [...[0, 1, 2, 3, 4].map((n) => `A from 192.0.2.${n}`), "and 4 more"] }]);
  });
});

describe("nothing is asked of AWS", () => {
  test.each([
    ["for other names and types", linesOf("others.txt"), { queries: 0, others: 11, old: 0, malformed: 0 }],
    [
      "for a replay of 20 minutes ago",
      [line({ time: NOW - 20 * 60_000 })],
      { queries: 0, others: 0, old: 1, malformed: 0 },
    ],
    ["for lines that cannot be read", linesOf("malformed.txt"), { queries: 0, others: 0, old: 0, malformed: 7 }],
    ["for an empty batch", [], { queries: 0, others: 0, old: 0, malformed: 0 }],
  ])("%s", async (_, lines, saw) => {
    await warm().handler(eventWith(...lines));
    expect(sent()).toEqual([]);
    expect(logged()).toEqual([{ saw, did: [], because: "nobody asks for valheim.example.com now" }]);
  });

  it("for a control message, even if it holds a line that would wake", async () => {
    await warm().handler(eventOf({ messageType: "CONTROL_MESSAGE", logEvents: [{ message: line() }] }));
    await warm().handler(eventOf(json("control-message.json")));
    expect(sent()).toEqual([]);
    expect(logged()).toEqual([{ ignored: "CONTROL_MESSAGE" }, { ignored: "CONTROL_MESSAGE" }]);
  });
});

describe("one way is tried although the other fails, and the failure is told", () => {
  it("when the metric cannot be put", async () => {
    cloudWatch.rejects(throttled);
    await expect(warm().handler(TWO_MINUTES)).rejects.toThrow(
      message("put the metric DnsQueries failed: ThrottlingException: Rate exceeded (request id 11111111-2222)"),
    );
    expect(calls()).toHaveLength(1);
    expect(logged()).toMatchObject([{ did: ["call keeper"] }]);
  });

  it("when keeper cannot be called", async () => {
    lambda.rejects(busy);
    await expect(warm().handler(TWO_MINUTES)).rejects.toThrow(
      message("call keeper failed: TooManyRequestsException: Slow down (request id 33333333-4444)"),
    );
    expect(puts()).toHaveLength(1);
    expect(logged()).toMatchObject([{ did: ["put the metric DnsQueries"] }]);
  });

  it("when both fail, each with its cause", async () => {
    cloudWatch.rejects(throttled);
    lambda.rejects(new Error("socket hang up"));
    const failure = await warm()
      .handler(TWO_MINUTES)
      .catch((error: unknown) => error);
    expect(failure).toEqual(
      new AggregateError(
        [],
        "put the metric DnsQueries failed: ThrottlingException: Rate exceeded (request id 11111111-2222); " +
          "call keeper failed: Error: socket hang up",
      ),
    );
    expect((failure as AggregateError).errors).toMatchObject([{ cause: throttled }, {}]);
    expect(logged()).toMatchObject([{ did: [] }]);
  });

  it("and both ways are tried at the same time", async () => {
    let putEnds = (): void => undefined;
    cloudWatch.on(PutMetricDataCommand).callsFake(
      () =>
        new Promise<void>((resolve) => {
          putEnds = resolve;
        }),
    );
    const done = warm().handler(TWO_MINUTES);
    expect(calls()).toHaveLength(1);
    putEnds();
    await done;
  });
});

describe("a warm function", () => {
  it("calls keeper once in 10 s, and leaves what is newer to the metric", async () => {
    const { handler, time } = warm();
    await handler(eventWith(line({ time: NOW })));
    time.now += 9_999;
    await handler(eventWith(line({ time: time.now })));
    expect([calls().length, puts().length]).toEqual([1, 2]);
    expect(logged()[1]).toMatchObject({
      did: ["put the metric DnsQueries"],
      because: "keeper was called less than 10 s ago",
    });
    time.now += 1;
    await handler(eventWith(line({ time: time.now })));
    expect(payloads()).toEqual(['{"query":"2026-11-21T20:01:30.000Z"}', '{"query":"2026-11-21T20:01:40.000Z"}']);
  });

  it("calls keeper again at once after a call that failed", async () => {
    lambda.on(InvokeCommand).rejectsOnce(busy).resolves({});
    const { handler } = warm();
    await expect(handler(TWO_MINUTES)).rejects.toThrow("call keeper failed");
    await handler(TWO_MINUTES);
    expect(calls()).toHaveLength(2);
  });

  it("remembers a call that succeeded although the metric failed", async () => {
    cloudWatch.on(PutMetricDataCommand).rejectsOnce(throttled).resolves({});
    const { handler } = warm();
    await expect(handler(TWO_MINUTES)).rejects.toThrow("put the metric");
    await handler(TWO_MINUTES);
    expect([calls().length, puts().length]).toEqual([1, 2]);
  });

  it("shares nothing with another", async () => {
    await warm().handler(TWO_MINUTES);
    const other = { ...SETTINGS, container: "mc", address: "mc.example.com", homeRegion: "eu-west-1" };
    await warmWake(environmentOf(WAKE, other), () => NOW)(eventWith(line({ name: "mc.example.com" })));
    expect(calls()).toHaveLength(2);
    expect(puts()[1]?.args[0].input.MetricData?.[0]?.Dimensions).toEqual([{ Name: "Container", Value: "mc" }]);
    expect(await regionOf(puts()[1])).toBe("eu-west-1");
  });

  it("keeps its connections", async () => {
    const { handler, time } = warm();
    await handler(TWO_MINUTES);
    time.now += 10_000;
    await handler(TWO_MINUTES);
    expect(calls()[0]?.thisValue).toBe(calls()[1]?.thisValue);
    expect(puts()[0]?.thisValue).toBe(puts()[1]?.thisValue);
  });

  it("names all settings that are missing, at each event, and asks nothing of AWS", async () => {
    const { KEEPER_ARN, ADDRESS, ...incomplete } = ENVIRONMENT;
    const handler = warmWake(incomplete, () => NOW);
    for (const event of [TWO_MINUTES, TWO_MINUTES]) {
      await expect(handler(event)).rejects.toThrow(
        message("environment variables are missing or wrong: ADDRESS, KEEPER_ARN"),
      );
    }
    expect([sent(), KEEPER_ARN, ADDRESS]).toEqual([[], SETTINGS.keeperArn, SETTINGS.address]);
  });
});
