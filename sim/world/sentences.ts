import type { Ending } from "./ecs/ending";
import { type Entry, type HandsOn, PERSON, type Reason, TERRAFORM } from "./timeline";

/** An entry as people read it. */
export interface Sentence {
  /** An AWS service, a function, a player, or "a person". */
  readonly who: string;
  readonly what: string;
  readonly why?: string | undefined;
}

/** What people call something that AWS gives a name or an ID. */
export type Called = (name: string) => string;

const REASONS: Readonly<Record<Reason, string>> = {
  "lower capacity": "desired capacity was lowered",
  unhealthy: "it is unhealthy",
  "by hand": "a person requested it",
};

const ENDS: Readonly<Record<Ending["how"], string>> = {
  done: "exits: its work is done",
  crashed: "crashes",
  saved: "exits after saving",
  unsaved: "exits without its save: what it saves through was gone",
  killed: "is killed: it did not stop in time",
  "host lost": "is lost with its host",
};

/**
 * The only place where the world's timeline becomes words. Nothing but print may come of them.
 *
 * @param called names are shown as they are if nothing is said
 */
export function sentenceOf(entry: Entry, called: Called = (name) => name): Sentence {
  switch (entry.kind) {
    case "launch":
      return { who: "EC2", what: `launches ${called(entry.host)}: ${entry.instanceType} in ${entry.zone}` };
    case "launch failure":
      return { who: "Auto Scaling", what: "cannot launch an instance", why: entry.problem };
    case "hardware failure":
      return { who: "EC2", what: `the hardware under ${called(entry.host)} fails` };
    case "forced off":
      return { who: "EC2", what: `forces ${called(entry.host)} off` };
    case "hook timeout":
      return { who: "Auto Scaling", what: `the lifecycle hook of ${called(entry.host)} times out` };
    case "unhealthy":
      return { who: "Auto Scaling", what: `marks ${called(entry.host)} as unhealthy` };
    case "termination":
      return { who: "Auto Scaling", what: `terminates ${called(entry.host)}`, why: REASONS[entry.reason] };
    case "capacity":
      return { who: called(entry.by), what: `sets desired capacity to ${entry.desired}` };
    case "join":
      return { who: "ECS", what: `${called(entry.host)} joins the cluster` };
    case "no cluster":
      return { who: "ECS agent", what: `cannot find the cluster "${entry.cluster}"` };
    case "join denied":
      return { who: "ECS agent", what: `is not allowed to join the cluster "${entry.cluster}"` };
    case "drain":
      return { who: "ECS", what: `drains ${called(entry.host)}` };
    case "host stop":
      return { who: "systemd", what: `stops the agent and the containers on ${called(entry.host)}` };
    case "host gone":
      return { who: "EC2", what: `${called(entry.host)} is ${entry.state}` };
    case "container start":
      return {
        who: "ECS",
        what: `runs ${entry.image}`,
        why: `${entry.afterSeconds} s after ${called(entry.host)} was launched`,
      };
    case "loaded":
      return { who: "game", what: "has loaded: players can connect" };
    case "saved":
      return {
        who: entry.service ?? "game",
        what: entry.wasLoaded ? `saves for ${entry.seconds} s and exits` : "exits before it has loaded",
        why: `it may take up to ${entry.graceSeconds} s`,
      };
    case "start failure":
      return { who: "ECS", what: "cannot start the task", why: entry.reason };
    case "container end":
      return {
        who: "Docker",
        what: `the container ${entry.service === undefined ? "" : `${entry.service} `}${ENDS[entry.how]}`,
      };
    case "record":
      return {
        who: called(entry.by),
        what: `points ${entry.name} (${entry.type}) at ${entry.values.map(called).join(" and ")}`,
      };
    case "alarm":
      return { who: "CloudWatch", what: `alarm ${called(entry.alarm)} goes off` };
    case "mail":
      return {
        who: entry.mail.kind === "alarm" ? "CloudWatch" : called(entry.by),
        what: `sends a mail: ${entry.mail.subject}`,
      };
    case "mail refused":
      return { who: "SNS", what: `rejects a mail from ${called(entry.from)}`, why: "the topic or its policy" };
    case "event lost":
      return { who: "EventBridge", what: `loses an event: ${entry.detailType}` };
    case "event delayed":
      return { who: "EventBridge", what: `delivers an event ${entry.seconds} s late: ${entry.detailType}` };
    case "event dropped":
      return { who: called(entry.by), what: "drops an event that is too old" };
    case "target unreachable":
      return {
        who: "EventBridge",
        what: `rule ${entry.rule} cannot reach ${called(entry.target)}`,
        why: entry.problem,
      };
    case "filter off":
      return {
        who: "CloudWatch Logs",
        what: `pauses the subscription filter ${entry.filter} for 10 minutes`,
        why: entry.problem,
      };
    case "function error":
      return { who: called(entry.by), what: "fails", why: entry.error };
    case "call denied":
      return { who: called(entry.by), what: `is not allowed to call ${entry.action}`, why: entry.problem };
    case "backup failure":
      return { who: "AWS Backup", what: `cannot back up ${entry.files}`, why: entry.problem };
    case "apply":
      return { who: TERRAFORM, what: "applies a change" };
    case "destroyed":
      return { who: TERRAFORM, what: "has destroyed everything" };
    case "tries":
      return { who: entry.by, what: "tries to connect" };
    case "plays":
      return entry.afterSeconds === 0
        ? { who: entry.by, what: "joins" }
        : { who: entry.by, what: "is in the game", why: `after ${entry.afterSeconds} s` };
    case "leaves":
      return { who: entry.by, what: "leaves" };
    case "thrown out":
      return { who: entry.by, what: "loses the connection" };
    case "gives up":
      return { who: entry.by, what: "gives up", why: `after ${entry.afterMinutes} minutes` };
    case "hands on":
      return { who: PERSON, what: handsOn(entry, called) };
    case "invocation":
      return { who: PERSON, what: `invokes ${called(entry.function)} with ${JSON.stringify(entry.event)}` };
    case "parameter":
      return { who: PERSON, what: `sets ${called(entry.name)} to "${entry.value}"` };
    case "story":
      return { who: "story", what: entry.words };
  }
}

function handsOn(entry: HandsOn, called: Called): string {
  switch (entry.does) {
    case "terminate":
      return `terminates ${called(entry.host)} in the EC2 console`;
    case "stop":
      return `stops ${called(entry.host)} in the EC2 console`;
    case "terminate in group":
      return `terminates ${called(entry.host)} in its Auto Scaling group`;
    case "call unhealthy":
      return `sets the health of ${called(entry.host)} to unhealthy`;
    case "reboot":
      return `reboots ${called(entry.host)}`;
    case "detach":
      return `detaches ${called(entry.host)} ${entry.decrement ? "and lowers" : "without lowering"} desired capacity`;
    case "launch":
      return "launches an instance from the launch template";
    case "stop task":
      return "stops a task";
  }
}
