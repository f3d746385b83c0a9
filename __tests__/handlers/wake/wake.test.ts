import type { LogsEvent } from "../../../handlers/wake/batch";
import { WAKE_ACTIONS } from "./actions";
import { eventOf, eventWith, json, line, linesOf, NOW } from "./logs";
import { calls, cloudWatch, lambda, logged, payloads, puts, regionOf, sent, warm } from "./mocked-aws";

const TWO_MINUTES = eventWith(...linesOf("join.txt"));

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

  it("is sent to keeper in the home region, which is not waited for", async () => {
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
    const commands = (service: string, of: readonly { args: [object] }[]) =>
      of.map(({ args: [command] }) => `${service}:${command.constructor.name.replace(/Command$/, "")}`);
    const actions = [...commands("cloudwatch", cloudWatch.calls()), ...commands("lambda", lambda.calls())];
    // The action behind Invoke has a name of its own.
    const allowed = actions.map((action) => action.replace(/^lambda:Invoke$/, "lambda:InvokeFunction"));
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
    expect(logged()).toEqual([{ saw, did: [], because: "no recent query for valheim.example.com" }]);
  });

  it("for a control message, even if it holds a line that would wake", async () => {
    await warm().handler(eventOf({ messageType: "CONTROL_MESSAGE", logEvents: [{ message: line() }] }));
    await warm().handler(eventOf(json("control-message.json")));
    expect(sent()).toEqual([]);
    expect(logged()).toEqual([{ ignored: "CONTROL_MESSAGE" }, { ignored: "CONTROL_MESSAGE" }]);
  });
});
