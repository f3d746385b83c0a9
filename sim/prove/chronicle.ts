import type { PutItemCommandInput } from "@aws-sdk/client-dynamodb";
import type { PublishCommandInput } from "@aws-sdk/client-sns";
import { memoryIn } from "../../handlers/keeper/memory-store";
import type { TimeZone } from "../../handlers/keeper/time-zone";
import type { Call } from "../world/api/calls";
import { MINUTE, type Instant } from "../world/clock";
import type { Entry } from "../world/core";
import type { Mail } from "../world/sns/topics";
import type { World } from "../world/world";

export const NEVER: Instant = -Infinity;

/** What nobody promised against, as the timeline tells it. */
const HAPPENINGS = {
  /** A person changed capacity, hosts or tasks, or let Terraform end them. */
  hand: /^Terraform: sets|^a person: (sets|terminates|stops|reboots|detaches|launches|calls (?!.*"(wake|look|hold)"))/,
  /** A person took the host away, or gave it company: keeper starts another one. */
  lostByHand: /^a person: (terminates|stops|detaches|launches|calls i-)/,
  /** A person made Auto Scaling launch a second host, or did it: AWS waits for nothing. */
  secondByHand: /^a person: (detaches|launches|terminates .* in its group)/,
  detached: /^a person: detaches/,
  started: /^a person: sets .* to 1/,
  wakeByHand: /^a person: calls .*"wake"/,
  hardware: /its hardware failed/,
  hostLost: /its hardware failed|unhealthy/,
  /** Nobody ended a host's hook, or prolonged it. */
  hookOver: /^Auto Scaling: ends the hook of/,
  crash: /the container ends: (crashed|done)|the task can't start/,
  memoryLost: /^story: .*memory is lost/,
  keeperDead: /^story: .*keeper is dead/,
  lostEvent: /^EventBridge: (loses|delays) /,
} as const;
type Happening = keyof typeof HAPPENINGS;

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

/** What was told about a container: by the timeline, by calls, by keeper's mails. */
export class Chronicle {
  /** When each last happened. */
  readonly last: Readonly<Record<Happening | Refusal, Instant>>;
  holdUntil: Instant = NEVER;
  /** Until then, a mail said, queries do not count. */
  deafUntil: Instant = NEVER;
  /** When a mail last said why nothing runs; that the container failed. */
  toldAt: Instant = NEVER;
  failedAt: Instant = NEVER;
  /** Until when a mail holds that speaks of its day: it is used up; something of a former host is in the way. */
  usedUpUntil: Instant = NEVER;
  blockedUntil: Instant = NEVER;
  /** Likewise: queries are ignored after sessions in vain; sessions fail again and again, without a further word. */
  vainUntil: Instant = NEVER;
  failingAt: Instant = NEVER;
  failingUntil: Instant = NEVER;
  /** When a mail last told of a backup that failed, by vault. */
  readonly failedBackups = new Map<string, Instant>();
  /** Keeper's mails since the event before. */
  newMails: readonly Mail[] = [];
  private readonly times: Record<Happening | Refusal, Instant>;
  private entriesRead = 0;
  private mailsRead = 0;

  constructor(
    private readonly world: World,
    private readonly container: string,
    private readonly functions: readonly string[],
    private readonly timeZone: TimeZone,
  ) {
    const names = [...Object.keys(HAPPENINGS), ...Object.values(REFUSALS), ...OTHERS];
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
    this.newMails = [];
    if (timeline.length === this.entriesRead) return;
    for (const entry of timeline.slice(this.entriesRead)) this.note(entry);
    this.newMails = mails.slice(this.mailsRead).filter(({ from }) => this.functions.includes(from));
    for (const mail of this.newMails) this.hear(mail);
    this.entriesRead = timeline.length;
    this.mailsRead = mails.length;
  }

  private note({ at, who, what, why = "", container = this.container }: Entry): void {
    if (container !== this.container) return;
    const line = `${who}: ${what} ${why}`;
    for (const [happening, pattern] of Object.entries(HAPPENINGS)) {
      if (pattern.test(line)) this.times[happening as Happening] = at;
    }
    const [, written] = /^a person: writes (\S+) into \S+\/hold/.exec(line) ?? [];
    if (written !== undefined) this.holdUntil = Date.parse(written) || NEVER;
    const [, minutes] = /^a person: calls .*"hold","minutes":(\d+)/.exec(line) ?? [];
    if (minutes !== undefined) this.holdUntil = at + Number(minutes) * MINUTE;
    if (this.last.memoryLost === at) this.deafUntil = NEVER;
  }

  /** A mail is sent at most once: one that AWS refused counts as heard. */
  private noteFault({ action, input, error }: Call): void {
    const { now: at } = this.world;
    if (action === "sns:Publish") {
      const { Subject: subject = "", Message: text = "" } = input as PublishCommandInput;
      this.hear({ at, subject, text });
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
    this.toldAt = this.failedAt = now;
    this.deafUntil = Math.max(this.deafUntil, restUntil);
    if (day.told.some((topic) => topic.endsWith("used up"))) this.usedUpUntil = end;
    if (day.told.includes("in vain")) this.vainUntil = end;
    if (day.told.some((topic) => topic.startsWith("failed"))) [this.failingAt, this.failingUntil] = [now, end];
    if (day.told.some((topic) => topic === "blocked" || topic.startsWith("i-"))) this.blockedUntil = end;
  }

  private hear({ at, subject, text }: Pick<Mail, "at" | "subject" | "text">): void {
    const { end } = this.timeZone.day(at);
    const [, until] = /start again before (\d+ \w+ \d+, [\d:]+)/.exec(text) ?? [];
    // What people were told, not what keeper remembers: it must keep its word.
    if (until !== undefined) this.deafUntil = this.timeZone.instantOf(new Date(`${until} UTC`));
    if (/ failed: | had two hosts| lost its host and is asleep/.test(subject)) this.toldAt = at;
    if (/ failed: /.test(subject)) this.failedAt = at;
    const [, vault] = /in the vault ([\w-]+)/.exec(text) ?? [];
    if (vault !== undefined && subject.endsWith(": a backup failed")) this.failedBackups.set(vault, at);
    if (/ stays asleep| is asleep, .* used up/.test(subject)) this.usedUpUntil = end;
    if (/This is told once a day/.test(text)) this.vainUntil = end;
    if (/further failures today are not reported/.test(text)) [this.failingAt, this.failingUntil] = [at, end];
    if (/ does not wake| did not shut down$| outside its group/.test(subject)) this.blockedUntil = end;
  }
}
