import { type Entry, type EntryOf, PERSON, TERRAFORM } from "./timeline";

/** An entry as people read it. */
export interface Sentence {
  /** An AWS service, a function, a player, or "a person". */
  readonly who: string;
  readonly what: string;
  readonly why?: string;
}

const REASONS = {
  "lower capacity": "desired capacity is lower",
  unhealthy: "it is unhealthy",
  "by hand": "a person asked for it",
} as const;

/** The only place where the world's timeline becomes words. Nothing but print may come of them. */
export function sentenceOf(entry: Entry): Sentence {
  switch (entry.kind) {
    case "launch":
      return { who: "EC2", what: `launches ${entry.instanceType} ${entry.host} in ${entry.zone}` };
    case "launch failure":
      return { who: "Auto Scaling", what: `can't launch for ${entry.group}`, why: entry.problem };
    case "hardware failure":
      return { who: "EC2", what: `loses ${entry.host}: its hardware failed` };
    case "forced off":
      return { who: "EC2", what: `switches ${entry.host} off` };
    case "hook timeout":
      return { who: "Auto Scaling", what: `ends the hook of ${entry.host}: its heartbeat timed out` };
    case "unhealthy":
      return { who: "Auto Scaling", what: `finds ${entry.host} unhealthy` };
    case "termination":
      return { who: "Auto Scaling", what: `terminates ${entry.host}`, why: REASONS[entry.reason] };
    case "capacity":
      return { who: entry.by, what: `sets desired capacity of ${entry.group} to ${entry.desired}` };
    case "join":
      return { who: "ECS", what: `${entry.host} joins ${entry.cluster}` };
    case "no cluster":
      return { who: "ECS agent", what: `finds no cluster "${entry.cluster}"` };
    case "join denied":
      return { who: "ECS agent", what: `may not join ${entry.cluster}` };
    case "drain":
      return { who: "ECS", what: `drains ${entry.host}` };
    case "host stop":
      return { who: "systemd", what: `stops agent and containers of ${entry.host}` };
    case "start failure":
      return { who: "ECS", what: "the task can't start", why: entry.reason };
    case "container end":
      return { who: "docker", what: `the container ends: ${entry.how}` };
    case "record":
      return { who: entry.by, what: `points ${entry.name} (${entry.type}) at ${entry.values.join()}` };
    case "alarm":
      return { who: "CloudWatch", what: `alarm ${entry.alarm} goes off` };
    case "mail":
      return { who: entry.by, what: `mails: ${entry.mail.subject}` };
    case "mail refused":
      return { who: "SNS", what: `takes nothing from ${entry.from}`, why: "the topic or its policy" };
    case "event lost":
      return { who: "EventBridge", what: `loses ${entry.detailType}` };
    case "event delayed":
      return { who: "EventBridge", what: `delays ${entry.detailType}`, why: `by ${entry.seconds} s` };
    case "event dropped":
      return { who: entry.by, what: "drops an event that is too old" };
    case "target unreachable":
      return { who: "EventBridge", what: `rule ${entry.rule} can't reach ${entry.target}`, why: entry.problem };
    case "filter off":
      return {
        who: "CloudWatch Logs",
        what: `switches the filter ${entry.filter} off for 10 minutes`,
        why: entry.problem,
      };
    case "function error":
      return { who: entry.by, what: "fails", why: entry.error };
    case "call denied":
      return { who: entry.by, what: `may not call ${entry.action}`, why: entry.problem };
    case "backup failure":
      return { who: "AWS Backup", what: `can't back up ${entry.files}`, why: entry.problem };
    case "apply":
      return { who: TERRAFORM, what: "applies" };
    case "destroyed":
      return { who: TERRAFORM, what: "has destroyed all" };
    case "tries":
      return { who: entry.by, what: "wants to play" };
    case "plays":
      return { who: entry.by, what: "plays", why: `after ${entry.afterSeconds} s` };
    case "leaves":
      return { who: entry.by, what: "leaves" };
    case "thrown out":
      return { who: entry.by, what: "is thrown out" };
    case "gives up":
      return { who: entry.by, what: "gives up", why: `after ${entry.afterMinutes} minutes` };
    case "hands on":
      return { who: PERSON, ...deed(entry) };
    case "invocation":
      return { who: PERSON, what: `calls ${entry.function}`, why: JSON.stringify(entry.event) };
    case "parameter":
      return { who: PERSON, what: `writes ${entry.value} into ${entry.name}` };
    case "story":
      return { who: "story", what: entry.words };
  }
}

function deed(entry: EntryOf<"hands on">): Omit<Sentence, "who"> {
  switch (entry.does) {
    case "terminate":
      return { what: `terminates ${entry.host}` };
    case "stop":
      return { what: `stops ${entry.host}` };
    case "terminate in group":
      return { what: `terminates ${entry.host} in its group` };
    case "call unhealthy":
      return { what: `calls ${entry.host} unhealthy` };
    case "reboot":
      return { what: `reboots ${entry.host}` };
    case "detach":
      return { what: `detaches ${entry.host}`, why: entry.decrement ? "with decrement" : "without decrement" };
    case "launch":
      return { what: "launches a second host" };
    case "stop task":
      return { what: "stops a task" };
  }
}
