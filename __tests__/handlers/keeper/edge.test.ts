import { DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { ListResourceRecordSetsCommand, type Route53Client } from "@aws-sdk/client-route-53";
import { keeperFor } from "../../../handlers/keeper/keeper";
import { keeperSettings } from "../../../handlers/keeper/read-settings";
import {
  decided,
  kept,
  KEPT_ITEM,
  keeperThat,
  nothing,
  QUIET_LOOK,
  reading,
  refused,
  remembering,
  SCHEDULE,
} from "./keepers";
import {
  autoScaling,
  awsError,
  cloudWatch,
  dynamoDb,
  ec2,
  group,
  inputs,
  logged,
  names,
  route53,
  sent,
  table,
} from "./mocked-aws";
import { EVENING, SETTINGS, INPUT } from "./scenes";

describe("a quiet look", () => {
  test("asleep asks for group, memory and alarms, and for nothing else", async () => {
    table(KEPT_ITEM);
    const summary = await keeperFor(
      () => SETTINGS,
      () => EVENING,
    )(SCHEDULE);
    expect(summary).toEqual({ state: "asleep", actions: [] });
    expect(names()).toEqual(QUIET_LOOK);
    expect(sent().map(({ input }) => input)).toEqual([
      { TableName: "games-valheim-memory", Key: { id: { S: "keeper" } }, ConsistentRead: true },
      { AutoScalingGroupNames: ["games-valheim-host"] },
      { AlarmNames: ["games-valheim-idle", "games-valheim-queried"] },
    ]);
  });

  test("is one line in the log: what was seen, and what came of it", async () => {
    table(KEPT_ITEM);
    await keeperFor(
      () => SETTINGS,
      () => EVENING,
    )(SCHEDULE);
    expect(logged()).toEqual([
      { trigger: "schedule", facts: { group: { desired: 0, hosts: [] }, alarms: [] }, state: "asleep", actions: [] },
    ]);
  });
});

describe("what keeper sees", () => {
  test("is the group with its hosts, the alarms that are on, its memory, and why it looks", async () => {
    group(1, ["i-1", "Terminating:Wait"], ["i-2", "Pending"]);
    cloudWatch.on(DescribeAlarmsCommand).resolves({
      MetricAlarms: [
        { AlarmName: "games-valheim-idle", StateValue: "INSUFFICIENT_DATA" },
        { AlarmName: "games-valheim-queried", StateValue: "ALARM" },
      ],
    });
    table(KEPT_ITEM);
    const { look, saw } = keeperThat(nothing);
    await look({ query: "2026-11-21T19:58:03.120Z" });
    expect(saw).toEqual([
      {
        settings: SETTINGS,
        trigger: { name: "query", query: Date.parse("2026-11-21T19:58:03.120Z") },
        memory: kept,
        group: {
          desired: 1,
          hosts: [
            { instanceId: "i-1", lifecycleState: "Terminating:Wait", healthy: true },
            { instanceId: "i-2", lifecycleState: "Pending", healthy: true },
          ],
        },
        alarms: { idle: false, queried: true },
      },
    ]);
  });

  test("is that there is no group, before it is made and after it is gone", async () => {
    autoScaling.on(DescribeAutoScalingGroupsCommand).resolves({ AutoScalingGroups: [] });
    const { look, saw } = keeperThat(nothing);
    await look(SCHEDULE);
    expect(saw[0]?.group).toBeUndefined();
  });

  test("is an unhealthy host as Auto Scaling calls it", async () => {
    autoScaling.on(DescribeAutoScalingGroupsCommand).resolves({
      AutoScalingGroups: [
        { DesiredCapacity: 1, Instances: [{ InstanceId: "i-1", HealthStatus: "Unhealthy" }] } as never,
      ],
    });
    const { look, saw } = keeperThat(nothing);
    await look(SCHEDULE);
    expect(saw[0]?.group?.hosts).toMatchObject([{ healthy: false }]);
  });

  test("comes from the home region", async () => {
    table(KEPT_ITEM);
    const { look } = keeperThat((facts) => reading(facts, "machines", "cluster", "record", "hold"));
    route53.on(ListResourceRecordSetsCommand).resolves({ ResourceRecordSets: [], MaxItems: 2, IsTruncated: false });
    await look(SCHEDULE);
    const regions = sent().map(({ client }) => (client as Route53Client).config.region());
    expect(new Set(await Promise.all(regions))).toEqual(new Set(["us-west-2"]));
  });
});

describe("what a decision misses", () => {
  test("is read, and decided on again, until nothing is missing", async () => {
    table(KEPT_ITEM);
    const { look, saw } = keeperThat((facts) =>
      facts.machines ? reading(facts, "hold") : reading(facts, "machines", "cluster"),
    );
    await look(SCHEDULE);
    expect(names()).toEqual([
      ...QUIET_LOOK,
      "DescribeInstances",
      "ListContainerInstances",
      "ListTasks",
      "ListTasks",
      "GetParameter",
    ]);
    expect(saw).toHaveLength(3);
    expect(saw[2]).toMatchObject({ machines: [], cluster: { hosts: [], tasks: [] }, hold: { unreadable: "" } });
  });

  test("is never read twice", async () => {
    const { look } = keeperThat((facts) => decided(facts, { missing: ["machines"] }));
    await expect(look(SCHEDULE)).rejects.toThrow("decide misses what was read already: machines");
    expect(inputs("DescribeInstances")).toHaveLength(1);
  });

  test("and cannot be read reaches decide as unreadable; all else is done before the look ends in an error that names it", async () => {
    table(KEPT_ITEM);
    ec2.on(DescribeInstancesCommand).rejects(awsError("UnauthorizedOperation", "You are not authorized."));
    const { look, saw } = keeperThat((facts) => ({
      ...reading(facts, "machines", "hold"),
      memory: remembering({ sleptAt: EVENING - 1 }),
      actions: [{ do: "set capacity", desired: 0, why: "idle" }],
    }));
    await expect(look(SCHEDULE)).rejects.toThrow(
      "read machines failed: UnauthorizedOperation: You are not authorized. (request id 11111111-2222)",
    );
    expect(saw.at(-1)).toMatchObject({ unreadable: ["machines"], hold: { unreadable: "" } });
    expect(names()).toEqual(expect.arrayContaining(["PutItem", "SetDesiredCapacity"]));
  });
});

describe("what every look reads, and AWS refuses:", () => {
  test("without the group nothing is known: the look ends, and names all that could not be read", async () => {
    autoScaling.on(DescribeAutoScalingGroupsCommand).rejects(refused);
    dynamoDb.on(GetItemCommand).rejects(awsError("AccessDeniedException", "no", "33333333-4444"));
    const { look, saw } = keeperThat(nothing);
    await expect(look(SCHEDULE)).rejects.toThrow(
      "read memory failed: AccessDeniedException: no (request id 33333333-4444); " +
        "read group failed: ThrottlingException: Rate exceeded (request id 11111111-2222)",
    );
    expect(saw).toEqual([]);
  });

  test("alarms count as being on: keeper reads the points anyway", async () => {
    table(KEPT_ITEM);
    cloudWatch.on(DescribeAlarmsCommand).rejects(refused);
    const { look, saw } = keeperThat(nothing);
    await expect(look(SCHEDULE)).rejects.toThrow(/^read alarms failed: ThrottlingException/);
    expect(saw[0]?.alarms).toEqual({ idle: true, queried: true });
  });

  test.each([
    ["the table is gone", awsError("ResourceNotFoundException", "Requested resource not found")],
    ["the table does not answer", refused],
  ])("memory: decide knows, nothing is written, nothing is started (%s)", async (_, error) => {
    dynamoDb.on(GetItemCommand).rejects(error);
    const { look, saw } = keeperThat((facts) =>
      decided(facts, {
        memory: remembering({ sleptAt: EVENING - 1 }),
        actions: [
          { do: "set capacity", desired: 1, why: "query" },
          { do: "keep waiting", instanceId: "i-1", why: "its task still saves" },
          { do: "mail", mail: { kind: "wake fails" }, why: "" },
        ],
      }),
    );
    await expect(look(SCHEDULE)).rejects.toThrow(/^read memory failed: /);
    expect(saw[0]?.noMemory).toEqual({ kind: "unreadable" });
    expect(names()).toEqual([...QUIET_LOOK, "RecordLifecycleActionHeartbeat"]);
  });
});

describe("a warm function", () => {
  test("names all settings that are missing, at each event", async () => {
    const few = { ...INPUT, environment: { TOPIC_ARN: "" } };
    const look = keeperFor(
      () => keeperSettings(few),
      () => EVENING,
      nothing,
    );
    const problem = "not in the environment: ZONE_ID, TOPIC_ARN, ALLOCATION_ID, FIXED_IPV4";
    await expect(look(SCHEDULE)).rejects.toThrow(problem);
    await expect(look(SCHEDULE)).rejects.toThrow(problem);
    expect(names()).toEqual([]);
  });

  test("keeps its connections", async () => {
    table(KEPT_ITEM);
    const { look } = keeperThat(nothing);
    await look(SCHEDULE);
    await look(SCHEDULE);
    expect(new Set(sent().map(({ client }) => client)).size).toBe(3);
  });

  test("knows nothing of another one in the same process", async () => {
    const named = (container: string) => () => keeperSettings({ ...INPUT, settings: { ...INPUT.settings, container } });
    const one = keeperFor(named("one"), () => EVENING, nothing);
    const other = keeperFor(named("other"), () => EVENING, nothing);
    await Promise.all([one(SCHEDULE), other(SCHEDULE)]);
    await one(SCHEDULE);
    const groups = inputs("DescribeAutoScalingGroups").map(({ AutoScalingGroupNames }) => AutoScalingGroupNames);
    expect(groups).toEqual([["games-one-host"], ["games-other-host"], ["games-one-host"]]);
  });

  test("looks at an event it does not know, and logs the names of its fields only", async () => {
    table(KEPT_ITEM);
    const { look } = keeperThat(nothing);
    await look({ token: "hunter2" });
    expect(names()).toEqual(QUIET_LOOK);
    expect(logged()[0]).toEqual({ unknownEvent: ["token"] });
    expect(JSON.stringify(logged())).not.toContain("hunter2");
  });
});
