import type { Attributes } from "../../sim/provider/values";
import { check, PretendAws } from "./pretend-aws";

let aws: PretendAws;
beforeEach(() => (aws = new PretendAws()));
afterEach(() => {
  aws.forget();
});

const GROUP = "games-valheim-schedules";
const trust = (group = GROUP, service = "scheduler.amazonaws.com") =>
  JSON.stringify({
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: service },
        Condition: {
          StringEquals: {
            "aws:SourceAccount": "123456789012",
            "aws:SourceArn": `arn:aws:scheduler:us-west-2:123456789012:schedule-group/${group}`,
          },
        },
      },
    ],
  });
const INPUT = '{"command":"run","service":"scraper","at":"<aws.scheduler.scheduled-time>"}';

function schedule(over: Attributes = {}, target: Attributes = {}, policy = trust()): Attributes {
  const [role] = aws.cloud.store.all("aws_iam_role");
  const made = role?.attributes ?? aws.apply("aws_iam_role", { name: "scheduler", assume_role_policy: policy });
  return {
    name: "scraper",
    group_name: GROUP,
    schedule_expression: "rate(6 hours)",
    flexible_time_window: [{ mode: "OFF" }],
    target: [
      {
        arn: "arn:aws:lambda:us-west-2:123456789012:function:games-valheim-keeper",
        role_arn: made["arn"] ?? null,
        input: INPUT,
        retry_policy: [{ maximum_event_age_in_seconds: 3600 }],
        ...target,
      },
    ],
    ...over,
  };
}
const group = () => aws.apply("aws_scheduler_schedule_group", { name: GROUP });

test("a schedule has AWS's defaults in its state, and a second plan finds nothing to change", () => {
  group();
  const config = schedule();
  const state = aws.apply("aws_scheduler_schedule", config);
  expect(state).toMatchObject({
    id: `${GROUP}/scraper`,
    arn: `arn:aws:scheduler:us-west-2:123456789012:schedule/${GROUP}/scraper`,
    action_after_completion: "NONE",
    schedule_expression_timezone: "UTC",
    state: "ENABLED",
  });
  expect(aws.plan("aws_scheduler_schedule", config, state)).toEqual({ planned: state, replacedBy: [] });
});

test("the order of an input's keys is a change, another group a new schedule; the group takes its schedules along", () => {
  const made = group();
  const state = aws.apply("aws_scheduler_schedule", schedule());
  const [target] = schedule()["target"] as readonly Attributes[];
  const turned = { ...target, input: '{"service":"scraper","command":"run"}' };
  const { planned, replacedBy } = aws.plan("aws_scheduler_schedule", schedule({ target: [turned] }), state);
  expect([planned === state, replacedBy]).toEqual([false, []]);
  expect(aws.plan("aws_scheduler_schedule", schedule({ group_name: "x" }), state).replacedBy).toEqual(["group_name"]);
  aws.delete("aws_scheduler_schedule_group", made);
  expect(aws.cloud.store.all("aws_scheduler_schedule")).toEqual([]);
});

test.each<[string, () => Attributes, RegExp]>([
  ["a group that is not there", () => schedule({ group_name: "other" }), /Schedule group other does not exist/],
  [
    "a role that trusts another service",
    () => schedule({}, {}, trust(GROUP, "events.amazonaws.com")),
    /assume the role/,
  ],
  ["a role that trusts another group", () => schedule({}, {}, trust("other")), /assume the role/],
  ["five fields", () => schedule({ schedule_expression: "cron(0 8 * * ?)" }), /Invalid Schedule Expression/],
  ["a unit AWS doesn't know", () => schedule({ schedule_expression: "rate(1 week)" }), /Invalid Schedule Expression/],
  ["a zone AWS doesn't know", () => schedule({ schedule_expression_timezone: "Berlin" }), /ExpressionTimezone Berlin/],
  ["input for a function that is not JSON", () => schedule({}, { input: "{at: 1}" }), /well-formed JSON/],
])("%s is refused", (_, config, message) => {
  group();
  expect(() => aws.apply("aws_scheduler_schedule", config())).toThrow(message);
});

test("an event age outside of AWS's limits is refused before AWS is asked", () => {
  const kept = (maximum_event_age_in_seconds: number): string =>
    check("aws_scheduler_schedule", schedule({}, { retry_policy: [{ maximum_event_age_in_seconds }] })).join();
  expect([kept(59), kept(86_401)].every((problem) => problem.includes("(60 - 86400)"))).toBe(true);
  expect(kept(3600)).toBe("");
});
