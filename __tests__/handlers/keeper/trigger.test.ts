import backupFailed from "./fixtures/backup-job-failed.json";
import restoreFailed from "./fixtures/restore-job-failed.json";
import { fieldsOf, triggerOf } from "../../../handlers/keeper/trigger";

const event = (source: string, detailType: string, detail: object) => ({
  version: "0",
  id: "1",
  source,
  "detail-type": detailType,
  region: "us-west-2",
  resources: [],
  detail,
});
const alarm = (value: string) =>
  event("aws.cloudwatch", "CloudWatch Alarm State Change", { alarmName: "games-valheim-idle", state: { value } });

describe("why keeper looks", () => {
  test("wake tells when the query was asked", () => {
    expect(triggerOf({ query: "2026-11-21T19:58:03.120Z" })).toEqual({
      name: "query",
      query: Date.parse("2026-11-21T19:58:03.120Z"),
    });
  });

  test.each(["look", "wake", "sleep"])("a person asks to %s", (command) => {
    expect(triggerOf({ command })).toEqual({ name: `${command} by hand`, command });
  });

  test.each([
    ["schedule", event("aws.events", "Scheduled Event", {})],
    [
      "EC2 Instance-terminate Lifecycle Action",
      event("aws.autoscaling", "EC2 Instance-terminate Lifecycle Action", { EC2InstanceId: "i-1" }),
    ],
    [
      "service SERVICE_TASK_PLACEMENT_FAILURE",
      event("aws.ecs", "ECS Service Action", { eventName: "SERVICE_TASK_PLACEMENT_FAILURE" }),
    ],
  ])("an event is called %s", (name, what) => {
    expect(triggerOf(what)).toEqual({ name });
  });

  test.each([
    ["task STOPPED", event("aws.ecs", "ECS Task State Change", { lastStatus: "STOPPED" })],
    ["agent ACTIVE", event("aws.ecs", "ECS Container Instance State Change", { status: "ACTIVE" })],
  ])("an event of the cluster is called %s, and is a reason to look closely", (name, what) => {
    expect(triggerOf(what)).toEqual({ name, ofCluster: true });
  });

  test("an alarm that goes off is given by its name", () => {
    expect(triggerOf(alarm("ALARM"))).toEqual({ name: "alarm games-valheim-idle", alarm: "games-valheim-idle" });
  });

  test("an alarm that ends is no alarm", () => {
    expect(triggerOf(alarm("OK"))).toEqual({ name: "alarm games-valheim-idle is OK" });
  });

  test.each([
    ["words", "yesterday"],
    ["a time without a zone", "2026-11-21T19:58:03"],
    ["a number", 1795291200000],
    ["nothing", null],
  ])("a query at an unreadable time is still a reason to look, and no wish: %s", (_, query) => {
    const trigger = triggerOf({ query });
    expect(trigger.query).toBeUndefined();
    expect(trigger.name).toMatch(/^query at an unreadable time, /);
  });

  test.each([
    ["nothing", undefined],
    ["null", null],
    ["a text", "wake"],
    ["a list", [{ command: "wake" }]],
    ["an empty object", {}],
    ["a command nobody knows", { command: "dance" }],
    ["an event without a source", { "detail-type": "Scheduled Event" }],
    ["an event nobody knows", event("aws.ec2", "EC2 Instance State-change Notification", {})],
    ["an event with the name of a method", event("aws.ecs", "toString", {})],
    ["an alarm without a name", event("aws.cloudwatch", "CloudWatch Alarm State Change", {})],
  ])("an unknown event is only a reason to look: %s", (_, what) => {
    expect(triggerOf(what)).toEqual({ name: "unknown event" });
  });

  test("a hold says for how many minutes from now, 0 for no longer", () => {
    expect(triggerOf({ command: "hold", minutes: 120 })).toEqual({
      name: "hold by hand",
      command: "hold",
      holdMinutes: 120,
    });
    expect(triggerOf({ command: "hold", minutes: 0 }).holdMinutes).toBe(0);
  });

  test.each([undefined, "120", -1, 1.5, 10_081, NaN, null])(
    "a hold for %p minutes is an error, not silence",
    (minutes) => {
      expect(() => triggerOf({ command: "hold", minutes })).toThrow(
        'hold needs whole minutes from 0 (no longer) to 10080, like {"command":"hold","minutes":120}',
      );
    },
  );

  test.each([
    [backupFailed, { job: "backup", why: '"Insufficient privileges to perform this action."' }],
    [restoreFailed, { job: "restore", why: "Insufficient privileges to perform this action." }],
  ])("a job of AWS Backup tells its state, its vault and why: %#", (failed, said) => {
    const failedJob = { state: "FAILED", vault: "games-valheim-world", ...said };
    expect(triggerOf(failed)).toEqual({ name: `${said.job} job FAILED`, failedJob });
    const detail = { ...failed.detail, backupVaultArn: undefined };
    expect(triggerOf({ ...failed, detail }).failedJob?.vault).toBe("");
  });

  test("long words of an event are cut", () => {
    const name = triggerOf(event("aws.ecs", "ECS Task State Change", { lastStatus: "x".repeat(1000) })).name;
    expect(name.length).toBeLessThan(80);
  });
});

describe("what is logged of an unknown event", () => {
  test("the names of its fields, and nothing that is in them", () => {
    expect(fieldsOf({ password: "hunter2", user: { name: "me" } })).toEqual(["password", "user"]);
  });

  test("not more than twenty, each cut", () => {
    const event = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}`.padEnd(200, "x"), 1]));
    expect(fieldsOf(event)).toHaveLength(20);
    expect(fieldsOf(event).every((name) => name.length <= 60)).toBe(true);
  });

  test("the kind of what is no object", () => {
    expect(fieldsOf("wake")).toEqual(["string"]);
  });
});
