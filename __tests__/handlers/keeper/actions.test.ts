import {
  CompleteLifecycleActionCommand,
  RecordLifecycleActionHeartbeatCommand,
  SetDesiredCapacityCommand,
} from "@aws-sdk/client-auto-scaling";
import {
  DeregisterContainerInstanceCommand,
  StopTaskCommand,
  UpdateContainerInstancesStateCommand,
} from "@aws-sdk/client-ecs";
import { ChangeResourceRecordSetsCommand } from "@aws-sdk/client-route-53";
import { PublishCommand, type PublishCommandInput } from "@aws-sdk/client-sns";
import { carryOut, type Outcome } from "../../../handlers/keeper/actions";
import { connect } from "../../../handlers/keeper/aws/connect";
import type { Action } from "../../../handlers/keeper/decision";
import { write } from "../../../handlers/keeper/mails";
import { throwTogether } from "../../../handlers/keeper/steps";
import { autoScaling, awsError, ecs, inputs, logged, names, route53, sns } from "./mocked-aws";
import { EVENING, IPV4, PLACEHOLDER, SETTINGS } from "./scenes";

const MAIL = { kind: "wake fails" } as const;
const ACTIONS = {
  update: { do: "update service", force: false, why: "newest" },
  wake: { do: "set capacity", desired: 1, why: "query" },
  sleep: { do: "set capacity", desired: 0, why: "idle" },
  point: { do: "point record", values: { a: IPV4 }, why: "it was 192.0.2.1" },
  drain: { do: "drain", instanceId: "i-1", hostArn: "host/1", why: "it is being terminated" },
  stop: { do: "stop task", instanceId: "i-1", taskArn: "task/1", why: "it is being terminated" },
  forget: { do: "forget", instanceId: "i-0", hostArn: "host/0", why: "it is gone" },
  wait: { do: "keep waiting", instanceId: "i-1", why: "its task still saves" },
  release: { do: "release", instanceId: "i-1", why: "its tasks have stopped" },
  mail: { do: "mail", mail: MAIL, why: "an alarm" },
} as const satisfies Record<string, Action>;

/** What became of them; an error if something failed, as the look that has it done ends. */
const carry = async (actions: readonly Action[], isRemembered = true): Promise<readonly Outcome[]> => {
  const outcomes = await carryOut({ aws: connect(SETTINGS), settings: SETTINGS }, actions, isRemembered, EVENING);
  throwTogether(outcomes.flatMap(({ failure }) => failure ?? []));
  return outcomes;
};

describe("an action is one call", () => {
  test.each<[string, Action, string, object]>([
    [
      "the service runs its family's newest revision",
      ACTIONS.update,
      "UpdateService",
      {
        cluster: "games-valheim-cluster",
        service: "games-valheim-service",
        taskDefinition: "games-valheim-task",
        forceNewDeployment: false,
      },
    ],
    [
      "if needed past ECS's throttle",
      { ...ACTIONS.update, force: true },
      "UpdateService",
      { forceNewDeployment: true },
    ],
    [
      "capacity 1",
      ACTIONS.wake,
      "SetDesiredCapacity",
      { AutoScalingGroupName: "games-valheim-host", DesiredCapacity: 1, HonorCooldown: false },
    ],
    ["capacity 0", ACTIONS.sleep, "SetDesiredCapacity", { DesiredCapacity: 0, HonorCooldown: false }],
    [
      "a host is drained",
      ACTIONS.drain,
      "UpdateContainerInstancesState",
      { cluster: "games-valheim-cluster", containerInstances: ["host/1"], status: "DRAINING" },
    ],
    [
      "a task is stopped, with its time to save",
      ACTIONS.stop,
      "StopTask",
      { cluster: "games-valheim-cluster", task: "task/1", reason: "it is being terminated" },
    ],
    [
      "ECS forgets a host that is gone, its tasks too",
      ACTIONS.forget,
      "DeregisterContainerInstance",
      { cluster: "games-valheim-cluster", containerInstance: "host/0", force: true },
    ],
    [
      "a dying host waits on",
      ACTIONS.wait,
      "RecordLifecycleActionHeartbeat",
      { AutoScalingGroupName: "games-valheim-host", LifecycleHookName: "drain", InstanceId: "i-1" },
    ],
    [
      "a dying host may go",
      ACTIONS.release,
      "CompleteLifecycleAction",
      {
        AutoScalingGroupName: "games-valheim-host",
        LifecycleHookName: "drain",
        InstanceId: "i-1",
        LifecycleActionResult: "CONTINUE",
      },
    ],
  ])("%s", async (_, action, name, input) => {
    await carry([action]);
    expect(names()).toEqual([name]);
    expect(inputs(name)).toMatchObject([input]);
  });

  test("a mail is what the mail says, to the topic", async () => {
    const { subject, text } = write(MAIL, SETTINGS, EVENING);
    await carry([ACTIONS.mail]);
    expect(inputs("Publish")).toMatchObject([{ TopicArn: SETTINGS.topicArn, Subject: subject, Message: text }]);
  });

  test("a mail tells programs its kind, and all it says as JSON of ASCII", async () => {
    const mail = { kind: "memory unreadable", problem: "näh" } as const;
    await carry([{ do: "mail", mail, why: "" }]);
    const [{ MessageAttributes = {} } = {}] = inputs("Publish") as Pick<PublishCommandInput, "MessageAttributes">[];
    expect(MessageAttributes["kind"]).toEqual({ DataType: "String", StringValue: "memory unreadable" });
    expect(MessageAttributes["mail"]?.StringValue).toMatch(/^[ -~]+$/);
    expect(JSON.parse(MessageAttributes["mail"]?.StringValue ?? "")).toEqual(mail);
  });

  test("the record is upserted, both types in one change", async () => {
    await carry([{ ...ACTIONS.point, values: { a: PLACEHOLDER, aaaa: "100::1" } }]);
    const upsert = (Type: string, Value: string) => ({
      Action: "UPSERT",
      ResourceRecordSet: { Name: "valheim.example.org", Type, TTL: 30, ResourceRecords: [{ Value }] },
    });
    expect(inputs("ChangeResourceRecordSets")).toEqual([
      { HostedZoneId: "Z1", ChangeBatch: { Changes: [upsert("A", PLACEHOLDER), upsert("AAAA", "100::1")] } },
    ]);
  });

  test("an address without IPv6 has no AAAA record", async () => {
    await carry([ACTIONS.point]);
    expect(inputs("ChangeResourceRecordSets")).toMatchObject([
      { ChangeBatch: { Changes: [{ ResourceRecordSet: { Type: "A" } }] } },
    ]);
  });
});

test("actions are carried out in order", async () => {
  const outcomes = await carry(Object.values(ACTIONS));
  expect(names()).toEqual([
    "UpdateService",
    "SetDesiredCapacity",
    "SetDesiredCapacity",
    "ChangeResourceRecordSets",
    "UpdateContainerInstancesState",
    "StopTask",
    "DeregisterContainerInstance",
    "RecordLifecycleActionHeartbeat",
    "CompleteLifecycleAction",
    "Publish",
  ]);
  expect(outcomes).toEqual(Object.values(ACTIONS).map((action) => ({ action })));
});

describe("there is nothing to do any more", () => {
  const noAction = awsError("ValidationError", "No active Lifecycle Action found with instance ID i-1");

  test.each<[string, Action, () => unknown, string]>([
    [
      "the hook is over",
      ACTIONS.wait,
      () => autoScaling.on(RecordLifecycleActionHeartbeatCommand).rejects(noAction),
      "no lifecycle action is active any more",
    ],
    [
      "the host is gone",
      ACTIONS.release,
      () => autoScaling.on(CompleteLifecycleActionCommand).rejects(noAction),
      "no lifecycle action is active any more",
    ],
    [
      "ECS does not know the host",
      ACTIONS.drain,
      () =>
        ecs
          .on(UpdateContainerInstancesStateCommand)
          .resolves({ failures: [{ arn: "host/1", reason: "INACTIVE", detail: "deregistered" }] }),
      "INACTIVE: deregistered",
    ],
    [
      "ECS refuses hosts that are not active",
      ACTIONS.drain,
      () =>
        ecs
          .on(UpdateContainerInstancesStateCommand)
          .rejects(awsError("InvalidParameterException", "The container instance is INACTIVE.")),
      "it is not in the cluster any more",
    ],
    [
      "ECS has forgotten the host",
      ACTIONS.forget,
      () =>
        ecs
          .on(DeregisterContainerInstanceCommand)
          .rejects(awsError("InvalidParameterException", "The referenced container instance was not found.")),
      "it is not in the cluster any more",
    ],
    [
      "ECS has forgotten the task",
      ACTIONS.stop,
      () =>
        ecs.on(StopTaskCommand).rejects(awsError("InvalidParameterException", "The referenced task was not found.")),
      "it is not in the cluster any more",
    ],
    [
      "the cluster is gone",
      ACTIONS.drain,
      () => ecs.on(UpdateContainerInstancesStateCommand).rejects(awsError("ClusterNotFoundException", "inactive")),
      "it is not in the cluster any more",
    ],
  ])("not an error, but the answer: %s", async (_, action, arrange, answer) => {
    arrange();
    expect(await carry([action])).toEqual([{ action, answer }]);
  });

  test.each([
    ["releasing", ACTIONS.release, () => autoScaling.on(CompleteLifecycleActionCommand)],
    ["draining", ACTIONS.drain, () => ecs.on(UpdateContainerInstancesStateCommand)],
  ])("but any other refusal of %s is an error", async (_, action, arrange) => {
    arrange().rejects(awsError("ValidationError", "hook name is not valid"));
    await expect(carry([action])).rejects.toThrow("ValidationError: hook name is not valid");
  });
});

describe("a step that AWS refuses", () => {
  const refused = awsError("ThrottlingException", "Rate exceeded");

  test("stops no other, and is reported with AWS's request id", async () => {
    route53.on(ChangeResourceRecordSetsCommand).rejects(refused);
    ecs.on(UpdateContainerInstancesStateCommand).rejects(awsError("ServerException", "try later", "33333333-4444"));
    const { point, drain, release, mail } = ACTIONS;
    await expect(carry([point, drain, release, mail])).rejects.toThrow(
      "point record at 203.0.113.7 failed: ThrottlingException: Rate exceeded (request id 11111111-2222); " +
        "drain i-1 failed: ServerException: try later (request id 33333333-4444)",
    );
    expect(names().slice(-2)).toEqual(["CompleteLifecycleAction", "Publish"]);
  });

  test("is one line in the log", async () => {
    sns.on(PublishCommand).rejects(refused);
    await expect(carry([ACTIONS.mail])).rejects.toThrow();
    expect(logged()).toEqual([
      { problem: 'mail "wake fails" failed: ThrottlingException: Rate exceeded (request id 11111111-2222)' },
    ]);
  });

  test("of capacity is an error like any other", async () => {
    autoScaling.on(SetDesiredCapacityCommand).rejects(refused);
    await expect(carry([ACTIONS.sleep])).rejects.toThrow(/^set capacity 0 failed: ThrottlingException/);
  });
});

test("what memory could not note is not started, but a host is cared for to its end", async () => {
  const outcomes = await carry(Object.values(ACTIONS), false);
  const { update, wake, mail } = ACTIONS;
  expect(outcomes.filter(({ isHeldBack }) => isHeldBack).map(({ action }) => action)).toEqual([update, wake, mail]);
  expect(names()).toEqual([
    "SetDesiredCapacity",
    "ChangeResourceRecordSets",
    "UpdateContainerInstancesState",
    "StopTask",
    "DeregisterContainerInstance",
    "RecordLifecycleActionHeartbeat",
    "CompleteLifecycleAction",
  ]);
  expect(inputs("SetDesiredCapacity")).toMatchObject([{ DesiredCapacity: 0 }]);
});
