import { TimeZone } from "../../../handlers/keeper/time-zone";
import { block, text } from "../../provider/values";
import { type Instant, MINUTE, SECOND } from "../clock";
import type { Core } from "../core";
import { Unknown } from "../errors";
import type { Metrics } from "../cloudwatch/metrics";
import type { Functions } from "../lambda/functions";
import { type AppliedObject, number, tagsOf } from "../terraform/objects";
import { nextTimeIn, Schedules } from "./schedules";

/** What the provider writes where a policy leaves it out: its internal/service/scheduler/schedule.go. */
const MAXIMUM_EVENT_AGE_SECONDS = 86_400;

/** EventBridge Scheduler: invokes functions at the times of the applied schedules, at least once. */
export class Scheduler {
  private readonly schedules: Schedules;
  /** Since when each schedule has its expression: what a rate counts from. */
  private readonly since = new Map<string, { readonly expression: string; readonly at: Instant }>();
  private readonly random;

  constructor(
    private readonly core: Core,
    private readonly functions: Functions,
    private readonly metrics: Metrics,
  ) {
    this.random = core.random.fork("scheduler");
    this.schedules = new Schedules(core.clock, this.timesOf, this.run);
    this.refresh();
  }

  /** Takes over what an apply has changed. */
  refresh(): void {
    const all = this.core.objects.all("aws_scheduler_schedule");
    for (const { id, attributes } of all) {
      const expression = text(attributes["schedule_expression"]);
      if (this.since.get(id)?.expression === expression) continue;
      const begin = Date.parse(text(attributes["start_date"])) || 0;
      this.since.set(id, { expression, at: Math.max(begin, (Math.floor(this.core.now / MINUTE) + 1) * MINUTE) });
    }
    this.schedules.refresh(all.map(({ id }) => id));
  }

  private enabled(id: string): AppliedObject | undefined {
    const found = this.core.objects.find("aws_scheduler_schedule", { id });
    return found?.attributes["state"] === "DISABLED" ? undefined : found;
  }

  private readonly timesOf = (id: string, after: Instant): readonly Instant[] => {
    const { schedule_expression, schedule_expression_timezone } = this.enabled(id)?.attributes ?? {};
    if (schedule_expression === undefined) return [];
    const zone = new TimeZone(text(schedule_expression_timezone) || "UTC");
    return [nextTimeIn(zone, text(schedule_expression), this.since.get(id)?.at ?? after, after)];
  };

  /**
   * It invokes its target within the minute, and again until its event is too old:
   * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html
   */
  private readonly run = (id: string, dueAt: Instant): void => {
    const schedule = this.enabled(id);
    if (schedule === undefined) return;
    const { clock, faults, now } = this.core;
    const { name, target, group_name } = schedule.attributes;
    const [by, container] = [text(name), this.containerOf(text(group_name))];
    const fault = faults.schedule({ at: now, schedule: by });
    const late = typeof fault === "object" ? fault.lateMs : 0;
    const policy = block(block(target)["retry_policy"]);
    const mostMs = (number(policy["maximum_event_age_in_seconds"]) ?? MAXIMUM_EVENT_AGE_SECONDS) * SECOND;
    const isDropped = late > mostMs;
    this.core.record({ kind: "run due", by, ...(!isDropped && { lateMs: late }) }, container);
    if (isDropped) {
      // https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
      const metric = { namespace: "AWS/Scheduler", name: "InvocationDroppedCount" };
      const dimensions = { ScheduleGroup: text(group_name) };
      clock.after(mostMs, () => this.metrics.put(schedule.region, { ...metric, dimensions }, 1));
      return;
    }
    for (let copy = fault === "twice" ? 2 : 1; copy > 0; copy--)
      clock.after(late + this.random.between(0, 59) * SECOND, () => this.invoke(schedule, dueAt, container));
  };

  private invoke({ region, attributes }: AppliedObject, dueAt: Instant, container: string | undefined): void {
    const { access, account } = this.core;
    const { arn, role_arn, input } = block(attributes["target"]);
    const [target, role] = [text(arn), text(role_arn)];
    if (!target.startsWith("arn:aws:lambda:")) throw new Unknown(`a schedule's target ${target}`);
    const found = this.functions.find(region, target);
    const isTrusted = access.trusts(role, "scheduler.amazonaws.com", {
      "aws:SourceArn": `arn:aws:scheduler:${region}:${account}:schedule-group/${text(attributes["group_name"])}`,
      "aws:SourceAccount": account,
    });
    if (found !== undefined && isTrusted && access.mayCall(role, "lambda:InvokeFunction", [found.arn])) {
      this.functions.queue(found.object, JSON.parse(filledIn(text(input), dueAt)));
      return;
    }
    const problem = found === undefined ? "ResourceNotFoundException" : "AccessDeniedException";
    this.core.record({ kind: "target unreachable", rule: text(attributes["name"]), target, problem }, container);
  }

  /** Schedules have no tags; their group has. */
  private containerOf(name: string): string | undefined {
    const group = this.core.objects.find("aws_scheduler_schedule_group", { name });
    return group && tagsOf(group)["Container"];
  }
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html: 2022-03-22T18:59:43Z */
function filledIn(input: string, dueAt: Instant): string {
  const filled = input.replaceAll("<aws.scheduler.scheduled-time>", new Date(dueAt).toISOString().replace(/\.\d+/, ""));
  if (filled.includes("<aws.scheduler.")) throw new Unknown(`a schedule's input ${input}`);
  return filled;
}
