import type { PutItemCommandInput } from "@aws-sdk/client-dynamodb";
import type { PublishCommandInput } from "@aws-sdk/client-sns";
import { memoryIn } from "../../handlers/keeper/memory-store";
import type { TimeZone } from "../../handlers/keeper/time-zone";
import type { Call } from "../world/api/calls";
import { MINUTE, type Instant } from "../world/clock";
import { attributesOf } from "../world/sns/topics";
import type { Entry, Mail } from "../world/timeline";
import { commandIn, INCIDENTS, type Incident, incidentsIn } from "./incidents";
import { endingIn, ignoredUntilIn, restUntilIn, toldIn, usedUpIn } from "./mails";
import type { World } from "../world/world";

export const NEVER: Instant = -Infinity;

/** What AWS refused, or did and did not say: one of the two ways of a query, or anything else of keeper's but mails. */
const OTHERS = ["readRefused", "keeperRefused", "hostsRefused", "clusterRefused"] as const;
type Refusal = "metricRefused" | "callRefused" | "serviceRefused" | (typeof OTHERS)[number];
const REFUSALS: Readonly<Record<string, Refusal>> = {
  "cloudwatch:PutMetricData": "metricRefused",
  "lambda:InvokeFunction": "callRefused",
  // No wake may depend on it.
  "ecs:UpdateService": "serviceRefused",
};
/** What keeper reads and can do without. */
const DISPENSABLE = /^(?!autoscaling:|dynamodb:|cloudwatch:GetMetricData)\w+:(Describe|List|Get)/;
const FAULTS: readonly (string | undefined)[] = ["ThrottlingException", "InternalFailure", "TimeoutError"];

/** What is known of a container's past: from the timeline, from calls, from keeper's mails. */
export class Chronicle {
  /** When each last happened. */
  readonly last: Readonly<Record<Incident | Refusal, Instant>>;
  holdUntil: Instant = NEVER;
  /** Until then, a mail said, queries do not count. */
  restsUntil: Instant = NEVER;
  /** When a mail last said why nothing runs; that the container failed. */
  explainedAt: Instant = NEVER;
  failedAt: Instant = NEVER;
  /** Until when a mail holds that speaks of its day: it is used up; something of a former host is in the way. */
  usedUpUntil: Instant = NEVER;
  blockedUntil: Instant = NEVER;
  /** Likewise: queries are ignored after empty sessions; sessions keep failing, without another mail. */
  ignoredUntil: Instant = NEVER;
  failingAt: Instant = NEVER;
  failingUntil: Instant = NEVER;
  /** When a mail last reported a failed backup, by vault. */
  readonly failedBackups = new Map<string, Instant>();
  /** Names of the scheduled services. */
  scheduled: readonly string[] = [];
  /** Runs that a mail reported, by service and time; until when further ones of a service are not. */
  readonly reportedRuns = new Set<string>();
  readonly runsSilentUntil = new Map<string, Instant>();
  /** Keeper's mails since the event before, and what happened. */
  newMails: readonly Mail[] = [];
  newEntries: readonly Entry[] = [];
  private readonly times: Record<Incident | Refusal, Instant>;
  private entriesRead = 0;
  private mailsRead = 0;

  constructor(
    private readonly world: World,
    private readonly container: string,
    private readonly functions: readonly string[],
    private readonly timeZone: TimeZone,
    private readonly holdParameter: string,
  ) {
    const names = [...INCIDENTS, ...Object.values(REFUSALS), ...OTHERS];
    this.times = Object.fromEntries(names.map((each) => [each, NEVER])) as typeof this.times;
    this.last = this.times;
    const { watch } = world.calls;
    world.calls.watch = (call) => {
      if (call.allowed && FAULTS.includes(call.error) && functions.includes(call.caller)) this.noteFault(call);
      watch(call);
    };
  }

  /** Reads what is new. */
  read(): void {
    const { timeline, mails } = this.world;
    this.newMails = this.newEntries = [];
    if (timeline.length === this.entriesRead) return;
    this.newEntries = timeline.slice(this.entriesRead);
    for (const entry of this.newEntries) this.note(entry);
    this.newMails = mails.slice(this.mailsRead).filter(({ from }) => this.functions.includes(from));
    for (const mail of this.newMails) this.readMail(mail);
    this.entriesRead = timeline.length;
    this.mailsRead = mails.length;
  }

  private note(entry: Entry): void {
    const { at, container = this.container } = entry;
    // How a run ends is no matter of the game's.
    if (container !== this.container || this.scheduled.includes(entry.service ?? "")) return;
    for (const incident of incidentsIn(entry)) this.times[incident] = at;
    if (entry.kind === "parameter" && entry.name === this.holdParameter)
      this.holdUntil = Date.parse(entry.value) || NEVER;
    if (entry.kind === "invocation") {
      const { command, minutes } = commandIn(entry);
      if (command === "hold" && minutes !== undefined) this.holdUntil = at + minutes * MINUTE;
    }
    if (this.last.memoryLost === at) this.restsUntil = NEVER;
  }

  /** A mail is sent at most once: one that AWS refused counts as sent. */
  private noteFault({ action, input, error }: Call): void {
    const { now: at } = this.world;
    if (action === "sns:Publish") {
      this.readMail({ at, ...attributesOf(input as PublishCommandInput) });
      return;
    }
    // Nobody else knows a host's address.
    if (action === "ec2:DescribeInstances") this.times.hostsRefused = at;
    if (/^ecs:(List|Describe)(ContainerInstances|Tasks)$/.test(action)) this.times.clusterRefused = at;
    const what = DISPENSABLE.test(action) ? "readRefused" : "keeperRefused";
    this.times[REFUSALS[action] ?? what] = at;
    if (action === "dynamodb:PutItem" && error === "TimeoutError") this.missMails(input as PutItemCommandInput);
  }

  /** Memory is written, and keeper does not know: the mails it claimed with it are never sent. */
  private missMails({ Item }: PutItemCommandInput): void {
    const { now } = this.world;
    const { restUntil = NEVER, day } = memoryIn(Item, now).memory;
    const { end } = this.timeZone.day(now);
    this.explainedAt = this.failedAt = now;
    this.restsUntil = Math.max(this.restsUntil, restUntil);
    if (day.claimedMails.some((topic) => topic.endsWith("used up"))) this.usedUpUntil = end;
    if (day.claimedMails.includes("in vain")) this.ignoredUntil = end;
    if (day.claimedMails.some((topic) => topic.startsWith("failed"))) [this.failingAt, this.failingUntil] = [now, end];
    if (day.claimedMails.some((topic) => topic.startsWith("run ")))
      for (const service of this.scheduled) this.runsSilentUntil.set(service, end);
    if (day.claimedMails.some((topic) => topic === "blocked" || topic.startsWith("i-"))) this.blockedUntil = end;
  }

  private readMail({ at, ...mail }: Pick<Mail, "at" | "fields">): void {
    const fields = toldIn(mail);
    if (fields === undefined) return;
    const { end } = this.timeZone.day(at);
    const ending = endingIn(fields);
    // What the mail says, not what keeper remembers: keeper must do what it announced. It names the minute.
    const until = restUntilIn(fields);
    if (until !== undefined) this.restsUntil = until - (until % MINUTE);
    const hasFailed = ending !== undefined && "restMinutes" in ending;
    if (hasFailed) this.failedAt = at;
    if (hasFailed || ending?.kind === "two hosts" || (ending?.kind === "host lost" && !ending.wakesAgain))
      this.explainedAt = at;
    if (fields.kind === "run failed") {
      this.reportedRuns.add(`${fields.service} ${fields.dueAt}`);
      if (fields.isLastToday) this.runsSilentUntil.set(fields.service, end);
    }
    if (fields.kind === "backup failed" && fields.job === "backup") this.failedBackups.set(fields.vault, at);
    if (usedUpIn(fields) !== undefined) this.usedUpUntil = end;
    if (ignoredUntilIn(fields) !== undefined) this.ignoredUntil = end;
    if (fields.kind === "asleep" && fields.isLastToday) [this.failingAt, this.failingUntil] = [at, end];
    if (["blocked", "host stays", "host outside the group"].includes(fields.kind)) this.blockedUntil = end;
  }
}
