import { DescribeScalingActivitiesCommand, type Activity } from "@aws-sdk/client-auto-scaling";
import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { ListResourceRecordSetsCommand, type ResourceRecordSet, type RRType } from "@aws-sdk/client-route-53";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import type { Memory } from "../../../handlers/keeper/memory";
import { autoScaling, awsError, cloudWatch, ec2, ecs, inputs, route53, ssm } from "./mocked-aws";
import { NOW, reading, readerOf } from "./reading";
import { at, EVENING, IPV4, memory, session } from "./scenes";

describe("machines", () => {
  const instance = (InstanceId: string) => ({ InstanceId, State: { Name: "running" as const } });

  test("are the instances with the container's tags that are not terminated", async () => {
    await reading("machines");
    expect(inputs("DescribeInstances")).toEqual([
      {
        Filters: [
          { Name: "tag:Project", Values: ["games"] },
          { Name: "tag:Container", Values: ["valheim"] },
          { Name: "instance-state-name", Values: ["pending", "running", "shutting-down", "stopping", "stopped"] },
        ],
        NextToken: undefined,
      },
    ]);
  });

  test("have their state, launch, type and public addresses", async () => {
    const NetworkInterfaces = [{}, { Ipv6Addresses: [{ Ipv6Address: "2001:db8::7" }, { Ipv6Address: "2001:db8::8" }] }];
    const LaunchTime = new Date(EVENING);
    ec2.on(DescribeInstancesCommand).resolves({
      Reservations: [
        {
          Instances: [
            { ...instance("i-1"), LaunchTime, InstanceType: "m7a.large", PublicIpAddress: IPV4, NetworkInterfaces },
          ],
        },
      ],
    });
    const known = { instanceId: "i-1", state: "running", launchedAt: EVENING, instanceType: "m7a.large" };
    expect(await reading("machines")).toEqual([{ ...known, ipv4: IPV4, ipv6: "2001:db8::7" }]);
  });

  test("have no address while they have none, and were launched now if EC2 does not say when", async () => {
    ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [instance("i-1")] }] });
    expect(await reading("machines")).toEqual([
      { instanceId: "i-1", state: "running", launchedAt: NOW, instanceType: "" },
    ]);
  });

  test("are read from all pages and reservations", async () => {
    ec2
      .on(DescribeInstancesCommand, { NextToken: undefined })
      .resolves({ Reservations: [{ Instances: [instance("i-1")] }, { Instances: [instance("i-2")] }], NextToken: "2" })
      .on(DescribeInstancesCommand, { NextToken: "2" })
      .resolves({ Reservations: [{ Instances: [instance("i-3")] }] });
    expect((await reading("machines")).map(({ instanceId }) => instanceId)).toEqual(["i-1", "i-2", "i-3"]);
  });
});

describe("the record", () => {
  const set = (Type: RRType, ...values: string[]): ResourceRecordSet => ({
    Name: "Valheim.example.org.",
    Type,
    ResourceRecords: values.map((Value) => ({ Value })),
  });
  const records = (...ResourceRecordSets: ResourceRecordSet[]) =>
    route53.on(ListResourceRecordSetsCommand).resolves({ ResourceRecordSets, IsTruncated: true, MaxItems: 2 });

  test("is looked up by name, from its first type on", async () => {
    await reading("record");
    expect(inputs("ListResourceRecordSets")).toEqual([
      { HostedZoneId: "Z1", StartRecordName: "valheim.example.org", StartRecordType: "A", MaxItems: 2 },
    ]);
  });

  test("has a name of its own where players find it by an SRV record", async () => {
    records({ ...set("A", IPV4), Name: "host.valheim.example.org." });
    expect(await reading("record", { over: { recordName: "host.valheim.example.org" } })).toEqual({ a: IPV4 });
    expect(inputs("ListResourceRecordSets")).toMatchObject([{ StartRecordName: "host.valheim.example.org" }]);
  });

  test("has an IPv4 value, and an IPv6 one only where the address has one", async () => {
    records(set("A", IPV4), set("AAAA", "2001:db8::7"));
    expect(await reading("record")).toEqual({ a: IPV4 });
    expect(await reading("record", { over: { ipv6: true } })).toEqual({ a: IPV4, aaaa: "2001:db8::7" });
  });

  test("has no value if it is missing", async () => {
    records({ ...set("A", "198.51.100.1"), Name: "www.valheim.example.org." }, set("NS", "ns-1.example.net"));
    expect(await reading("record", { over: { ipv6: true } })).toEqual({ a: "", aaaa: "" });
  });

  test("with several values is none that keeper would write", async () => {
    records(set("A", IPV4, "198.51.100.1"));
    expect(await reading("record")).toEqual({ a: `${IPV4}, 198.51.100.1` });
  });
});

describe("metrics", () => {
  const result = (Id: string, ...points: readonly [minute: number, value: number][]) => ({
    Id,
    Timestamps: points.map(([minute]) => new Date(at(minute))),
    Values: points.map(([, value]) => value),
  });
  const answer = (...MetricDataResults: ReturnType<typeof result>[]) => ({ MetricDataResults });

  test("are sums of the container's minutes, the oldest first", async () => {
    cloudWatch.on(GetMetricDataCommand).resolves(answer(result("queries", [60, 0], [61, 250])));
    expect(await reading("queries")).toEqual([
      { at: at(60), value: 0 },
      { at: at(61), value: 250 },
    ]);
    expect(inputs("GetMetricData")).toMatchObject([
      {
        MetricDataQueries: [
          {
            MetricStat: {
              Metric: {
                Namespace: "WakeOnDns/games",
                MetricName: "DnsQueries",
                Dimensions: [{ Name: "Container", Value: "valheim" }],
              },
              Period: 60,
              Stat: "Sum",
            },
          },
        ],
        ScanBy: "TimestampAscending",
      },
    ]);
  });

  test.each([
    ["queries are those of the last hour", "queries", memory(), at(30)],
    [
      "packets are those since the session began",
      "packets",
      memory({ session: session({ since: at(7) + 9_000 }) }),
      at(7),
    ],
    ["packets without a session are those of a day", "packets", memory(), at(90 - 24 * 60)],
    [
      "packets are never those of more than a day",
      "packets",
      memory({ session: session({ since: at(-9999) }) }),
      at(90 - 24 * 60),
    ],
    [
      "a session that has just started still spans some time",
      "packets",
      memory({ session: session({ since: NOW }) }),
      NOW - 60_000,
    ],
  ] as const)("%s", async (_, name, of, since) => {
    await reading(name, { of });
    expect(inputs("GetMetricData")).toMatchObject([{ StartTime: new Date(since), EndTime: new Date(NOW) }]);
  });

  test("are read from all pages", async () => {
    cloudWatch
      .on(GetMetricDataCommand, { NextToken: undefined })
      .resolves({ ...answer(result("packets", [60, 1])), NextToken: "2" })
      .on(GetMetricDataCommand, { NextToken: "2" })
      .resolves(answer(result("sentBytes", [61, 9]), result("packets", [61, 2], [62, 3])));
    expect((await reading("packets")).map(({ value }) => value)).toEqual([1, 2, 3]);
    expect(inputs("GetMetricData")).toMatchObject([{}, { MetricDataQueries: [{}, {}, {}] }]);
  });

  describe("that the host publishes", () => {
    const last = session({ since: at(60) });
    const readAll = async (of: Memory) => {
      const read = readerOf(of);
      return Promise.all([read("packets"), read("receivedBytes"), read("sentBytes")]);
    };

    test("are read in one call, since the first minute that one of them needs", async () => {
      await readAll(memory({ session: last, sentUntil: at(57) }));
      expect(inputs("GetMetricData")).toMatchObject([
        {
          StartTime: new Date(at(57)),
          MetricDataQueries: ["Packets", "ReceivedBytes", "SentBytes"].map((MetricName) => ({
            MetricStat: { Metric: { MetricName } },
          })),
        },
      ]);
    });

    test("are those of the session, and what was sent of the minutes that are not counted yet", async () => {
      const points = [57, 58, 60, 61].map((minute): [number, number] => [minute, minute]);
      cloudWatch
        .on(GetMetricDataCommand)
        .resolves(answer(...["sentBytes", "packets", "receivedBytes"].map((id) => result(id, ...points))));
      const values = (await readAll(memory({ session: last, sentUntil: at(58) }))).map((read) =>
        read.map(({ value }) => value),
      );
      expect(values).toEqual([
        [60, 61],
        [60, 61],
        [58, 60, 61],
      ]);
    });

    test("are asked for once where AWS refuses", async () => {
      cloudWatch.on(GetMetricDataCommand).rejects(awsError("ThrottlingException", "Rate exceeded"));
      await expect(readAll(memory())).rejects.toThrow("Rate exceeded");
      expect(inputs("GetMetricData")).toHaveLength(1);
    });
  });

  test("are none before there is a point", async () => {
    expect(await reading("packets")).toEqual([]);
  });
});

describe("the hold", () => {
  test("is what people wrote into the parameter", async () => {
    ssm
      .on(GetParameterCommand, { Name: "/games/valheim/hold" })
      .resolves({ Parameter: { Value: "2026-11-22T01:00Z" } });
    expect(await reading("hold")).toEqual({ until: Date.parse("2026-11-22T01:00Z") });
  });

  test("is unreadable if somebody deleted the parameter", async () => {
    ssm.rejects(awsError("ParameterNotFound", ""));
    expect(await reading("hold")).toEqual({ unreadable: "" });
  });
});

describe("why the group could not launch", () => {
  const activity = (StatusCode: "Failed" | "Successful", StatusMessage?: string): Activity => ({
    ActivityId: "1",
    AutoScalingGroupName: "games-valheim-host",
    Cause: "a user request",
    StartTime: new Date(EVENING),
    StatusCode,
    StatusMessage,
  });

  test("is the message of its newest failure", async () => {
    autoScaling.on(DescribeScalingActivitiesCommand).resolves({
      Activities: [activity("Successful"), activity("Failed", "no capacity"), activity("Failed", "older")],
    });
    expect(await reading("launchProblem")).toBe("no capacity");
    expect(inputs("DescribeScalingActivities")).toMatchObject([{ AutoScalingGroupName: "games-valheim-host" }]);
  });

  test("is empty if nothing failed", async () => {
    autoScaling.on(DescribeScalingActivitiesCommand).resolves({ Activities: [activity("Successful", "fine")] });
    expect(await reading("launchProblem")).toBe("");
  });
});

test("what AWS refuses is no reading", async () => {
  ssm.rejects(awsError("AccessDeniedException", "not authorized"));
  ecs.rejects(awsError("AccessDeniedException", "not authorized"));
  await expect(reading("hold")).rejects.toThrow("not authorized");
  await expect(reading("cluster")).rejects.toThrow("not authorized");
});
