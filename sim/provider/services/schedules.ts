import { matches, several, statements } from "../documents";
import { ACCOUNT, type Kinds, type Objection, type Request } from "../kind";
import { lookUp } from "../refusals";
import { arn } from "../templates";
import { valuesAt } from "../validate";
import { type Attributes, block, blocks, text } from "../values";

const EXPRESSION = /^(rate\([1-9]\d* (minute|hour|day)s?\)|cron\(\S+( \S+){5}\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\))$/;

/** EventBridge Scheduler. Replacement and limits: the provider's internal/service/scheduler; messages: AWS's. */
export const schedules: Kinds = {
  aws_scheduler_schedule_group: {
    arn: "scheduler:schedule-group/{id}",
    unique: ["name", "ConflictException"],
    takes: "aws_scheduler_schedule.group_name",
    computed: { state: "ACTIVE" },
  },
  aws_scheduler_schedule: {
    id: "{group_name}/{name}",
    arn: "scheduler:schedule/{group_name}/{name}",
    replacedBy: "group_name",
    defaults: {
      action_after_completion: "NONE",
      group_name: "default",
      schedule_expression_timezone: "UTC",
      state: "ENABLED",
    },
    valid: { action_after_completion: "DELETE NONE", state: "DISABLED ENABLED" },
    check: unfitRetries,
    unique: ["group_name name", "ConflictException"],
    refuse: [refuseGroup, refuseRole, refuseTimes, refuseInput],
  },
};

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
function unfitRetries(config: Attributes): string | false {
  const outside = (name: string, least: number, most: number): string | undefined => {
    const [value] = valuesAt(config, `target.retry_policy.${name}`);
    const isOutside = typeof value === "number" && (value < least || value > most);
    return isOutside ? `expected ${name} to be in the range (${least} - ${most}), got ${value}` : undefined;
  };
  return outside("maximum_event_age_in_seconds", 60, 86_400) ?? outside("maximum_retry_attempts", 0, 185) ?? false;
}

function refuseGroup({ object, region, store }: Request): Objection {
  const group = text(object["group_name"]);
  const isMissing = group !== "default" && !lookUp(store, "aws_scheduler_schedule_group", region, group);
  return isMissing && `ResourceNotFoundException: Schedule group ${group} does not exist.`;
}

/** Its trust may name the group: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html */
function refuseRole({ object, region, store }: Request): Objection {
  const role = lookUp(store, "aws_iam_role", region, text(block(object["target"])["role_arn"]));
  const keys: Readonly<Record<string, string>> = {
    "aws:SourceAccount": ACCOUNT,
    "aws:SourceArn": arn(`scheduler:schedule-group/${text(object["group_name"])}`, region),
  };
  const isMet = (condition: Attributes): boolean =>
    Object.entries(condition).every(([key, values]) => several(values).some((one) => matches(one, keys[key] ?? "")));
  const isTrusting = statements(role?.attributes["assume_role_policy"]).some(
    ({ Principal, Condition }) =>
      several(block(Principal)["Service"]).includes("scheduler.amazonaws.com") &&
      Object.values(block(Condition)).flatMap(blocks).every(isMet),
  );
  const says = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.";
  return !isTrusting && `ValidationException: ${says}`;
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
function refuseTimes({ object }: Request): Objection {
  const [expression, zone] = [text(object["schedule_expression"]), text(object["schedule_expression_timezone"])];
  if (!EXPRESSION.test(expression)) return `ValidationException: Invalid Schedule Expression ${expression}.`;
  const { mode, maximum_window_in_minutes } = block(object["flexible_time_window"]);
  if ((mode === "FLEXIBLE") !== (typeof maximum_window_in_minutes === "number"))
    return "ValidationException: a flexible time window needs its length, and OFF has none";
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return false;
  } catch {
    return `ValidationException: Invalid ScheduleExpressionTimezone ${zone}.`;
  }
}

/** For a function: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html */
function refuseInput({ object }: Request): Objection {
  const { arn: target, input } = block(object["target"]);
  if (!text(target).includes(":lambda:") || text(input) === "") return false;
  try {
    JSON.parse(text(input));
    return false;
  } catch {
    return "ValidationException: the input for this target must be well-formed JSON";
  }
}
