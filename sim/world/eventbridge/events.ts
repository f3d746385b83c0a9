import { isSet, text } from "../../provider/values";
import { type Instant, SECOND } from "../clock";
import type { Core } from "../core";
import { Unknown } from "../errors";
import type { Functions } from "../lambda/functions";
import { fitsPattern, type Rule, rulesOf } from "./rules";
import { nextTime, Schedules } from "./schedules";

export interface AwsEvent {
  readonly region: string;
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** EventBridge's default buses: the rules of a region see that region's events. */
export class Events {
  private readonly random;
  private count = 0;
  private readonly schedules: Schedules;

  constructor(
    private readonly core: Core,
    private readonly functions: Functions,
  ) {
    this.random = core.random.fork("events");
    const timesOf = (arn: string, after: Instant) =>
      this.rulesWith(arn).map((rule) => nextTime(scheduleOf(rule), after));
    // Schedules have a precision of one minute: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
    const delay = () => this.random.between(0, 20) * SECOND;
    this.schedules = new Schedules(core.clock, timesOf, this.run, delay);
    this.refresh();
  }

  private get rules(): readonly Rule[] {
    return this.core.objects.memo("rules", () => rulesOf(this.core));
  }

  /** Takes over what an apply has changed. */
  refresh(): void {
    const scheduled = this.rules.filter((rule) => scheduleOf(rule) !== "");
    this.schedules.refresh(scheduled.map(({ attributes }) => text(attributes["arn"])));
  }

  private readonly run = (arn: string): void => {
    const event = { source: "aws.events", detailType: "Scheduled Event", resources: [arn], detail: {} };
    for (const rule of this.rulesWith(arn)) this.hand(rule, this.envelope({ region: rule.region, ...event }));
  };

  private rulesWith(arn: string): readonly Rule[] {
    return this.rules.filter(({ attributes }) => attributes["arn"] === arn);
  }

  /**
   * An event of an AWS service. Most are delivered on a best-effort basis; delivery of alarms' events is guaranteed:
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event.html
   */
  emit(event: AwsEvent, guaranteed = false): void {
    const { clock, faults, now } = this.core;
    const fault = guaranteed ? undefined : (faults.event({ at: now, detailType: event.detailType }) ?? this.usual());
    if (fault === "lost") {
      this.core.record({ kind: "event lost", detailType: event.detailType });
      return;
    }
    const late = typeof fault === "object" ? fault.lateMs : 0;
    if (late > 0) this.core.record({ kind: "event delayed", detailType: event.detailType, seconds: late / SECOND });
    const envelope = this.envelope(event);
    for (let copy = fault === "twice" ? 2 : 1; copy > 0; copy--) {
      clock.after(this.random.between(300, 4000) * copy + late, () => this.deliver(event.region, envelope));
    }
  }

  /** What happens to a best-effort event without any fault. */
  private usual(): "lost" | "twice" | undefined {
    const { events } = this.core.uncertain;
    if (events === "once" || this.random.next() >= 0.1) return undefined;
    return events === "one in ten is lost" ? "lost" : "twice";
  }

  private deliver(region: string, envelope: Readonly<Record<string, unknown>>): void {
    for (const rule of this.rules) {
      if (rule.region === region && rule.pattern !== undefined && fitsPattern(rule.pattern, envelope))
        this.hand(rule, envelope);
    }
  }

  private hand(rule: Rule, envelope: Readonly<Record<string, unknown>>): void {
    const { core } = this;
    const sourceArn = text(rule.attributes["arn"]);
    for (const { attributes } of rule.targets) {
      const { arn, role_arn, input, input_path, input_transformer } = attributes;
      if ([input, input_path, input_transformer].some((value) => isSet(value))) throw new Unknown("a target's input");
      const [, , service, region = ""] = text(arn).split(":");
      let problem: string | undefined;
      if (service === "lambda") {
        const caller = { principal: "events.amazonaws.com", sourceArn };
        problem =
          region === rule.region ? this.functions.callFor(caller, region, text(arn), envelope) : "another region";
      } else if (service === "events") {
        // A bus of another region needs a role: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
        const identity = { "aws:SourceArn": sourceArn, "aws:SourceAccount": core.account };
        const may =
          core.access.trusts(text(role_arn), "events.amazonaws.com", identity) &&
          core.access.mayCall(text(role_arn), "events:PutEvents", [text(arn)]);
        if (may) core.clock.after(SECOND, () => this.deliver(region, envelope));
        else problem = "AccessDeniedException";
      } else {
        throw new Unknown(`target ${text(arn)}`);
      }
      if (problem !== undefined)
        core.record({ kind: "target unreachable", rule: text(rule.attributes["name"]), target: text(arn), problem });
    }
  }

  private envelope({ region, source, detailType, resources, detail }: AwsEvent): Readonly<Record<string, unknown>> {
    const time = new Date(this.core.now).toISOString().replace(/\.\d+/, "");
    const id = String(++this.count);
    const { account } = this.core;
    return { version: "0", id, "detail-type": detailType, source, account, time, region, resources, detail };
  }
}

const scheduleOf = ({ attributes }: Rule): string => text(attributes["schedule_expression"]);
