import {
  type Ending,
  type Entry,
  type EntryOf,
  type HandsOn,
  type Happened,
  PERSON,
  type Reason,
  TERRAFORM,
} from "./timeline";

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

const HANDS_ON: { readonly [Does in HandsOn["does"]]: (host: string, decrement: boolean) => string } = {
  terminate: (host) => `terminates ${host} in the EC2 console`,
  stop: (host) => `stops ${host} in the EC2 console`,
  "terminate in group": (host) => `terminates ${host} in its Auto Scaling group`,
  "call unhealthy": (host) => `sets the health of ${host} to unhealthy`,
  reboot: (host) => `reboots ${host}`,
  detach: (host, decrement) => `detaches ${host} ${decrement ? "and lowers" : "without lowering"} desired capacity`,
  launch: () => "launches an instance from the launch template",
  "stop task": () => "stops a task",
};

/** A start after that is not the host's first. */
const AN_HOUR = 3600;

type Words = readonly [who: string, what: string, why?: string];

const SENTENCES: { readonly [Kind in Happened["kind"]]: (entry: EntryOf<Kind>, called: Called) => Words } = {
  launch: ({ host, instanceType, zone }, called) => ["EC2", `launches ${called(host)}: ${instanceType} in ${zone}`],
  "launch failure": ({ problem }) => ["Auto Scaling", "cannot launch an instance", problem],
  "hardware failure": ({ host }, called) => ["EC2", `the hardware under ${called(host)} fails`],
  retirement: ({ host }, called) => ["EC2", `stops ${called(host)}: its hardware is retired`],
  "forced off": ({ host }, called) => ["EC2", `forces ${called(host)} off`],
  "hook timeout": ({ host }, called) => ["Auto Scaling", `the lifecycle hook of ${called(host)} times out`],
  unhealthy: ({ host }, called) => ["Auto Scaling", `marks ${called(host)} as unhealthy`],
  termination: ({ host, reason }, called) => ["Auto Scaling", `terminates ${called(host)}`, REASONS[reason]],
  capacity: ({ by, desired }, called) => [called(by), `sets desired capacity to ${desired}`],
  join: ({ host }, called) => ["ECS", `${called(host)} joins the cluster`],
  "no cluster": ({ cluster }) => ["ECS agent", `cannot find the cluster "${cluster}"`],
  "join denied": ({ cluster }) => ["ECS agent", `is not allowed to join the cluster "${cluster}"`],
  drain: ({ host }, called) => ["ECS", `drains ${called(host)}`],
  "host stop": ({ host }, called) => ["systemd", `stops the agent and the containers on ${called(host)}`],
  "host gone": ({ host, state }, called) => ["EC2", `${called(host)} is ${state}`],
  "container start": ({ image, afterSeconds, host }, called) => [
    "ECS",
    `runs ${image}`,
    afterSeconds < AN_HOUR ? `${Math.round(afterSeconds)} s after ${called(host)} was launched` : `on ${called(host)}`,
  ],
  loaded: () => ["game", "has loaded: players can connect"],
  "health failure": () => ["ECS", "stops the task: it failed its health checks"],
  saved: ({ service = "game", wasLoaded, seconds, graceSeconds }) => [
    service,
    wasLoaded ? `saves for ${seconds} s and exits` : "exits before it has loaded",
    wasLoaded ? `${graceSeconds} s are allowed` : undefined,
  ],
  "start failure": ({ reason }) => ["ECS", "cannot start the task", reason],
  "container end": ({ service = "", how }) => ["Docker", `the container ${service} ${ENDS[how]}`.replace("  ", " ")],
  record: ({ by, name, type, values }, called) => [
    called(by),
    `points ${name} (${type}) at ${values.map(called).join(" and ")}`,
  ],
  address: ({ by, host, ipv4 }, called) => [called(by), `associates ${ipv4} with ${called(host)}`],
  alarm: ({ alarm }, called) => ["CloudWatch", `alarm ${called(alarm)} goes off`],
  mail: ({ by, mail }, called) => [mail.kind === "alarm" ? "CloudWatch" : called(by), `sends a mail: ${mail.subject}`],
  "mail refused": ({ from }, called) => ["SNS", `rejects a mail from ${called(from)}`, "the topic or its policy"],
  "event lost": ({ detailType }) => ["EventBridge", `loses an event: ${detailType}`],
  "event delayed": ({ detailType, seconds }) => ["EventBridge", `delivers an event ${seconds} s late: ${detailType}`],
  "event dropped": ({ by }, called) => [called(by), "drops an event that is too old"],
  "run due": ({ by, lateMs }) => [
    "EventBridge",
    `the schedule ${by} is due`,
    lateMs === undefined ? "its event is never delivered" : undefined,
  ],
  "target unreachable": ({ rule, target, problem }, called) => [
    "EventBridge",
    `rule ${rule} cannot reach ${called(target)}`,
    problem,
  ],
  "filter off": ({ filter, problem }) => [
    "CloudWatch Logs",
    `pauses the subscription filter ${filter} for 10 minutes`,
    problem,
  ],
  "function error": ({ by, error }, called) => [called(by), "fails", error],
  "call denied": ({ by, action, problem }, called) => [called(by), `is not allowed to call ${action}`, problem],
  "backup failure": ({ files, problem }) => ["AWS Backup", `cannot back up ${files}`, problem],
  apply: () => [TERRAFORM, "applies a change"],
  destroyed: () => [TERRAFORM, "has destroyed everything"],
  tries: ({ by }) => [by, "tries to connect"],
  plays: ({ by, afterSeconds: seconds }) =>
    seconds === 0 ? [by, "joins"] : [by, "is in the game", `after ${seconds} s`],
  leaves: ({ by }) => [by, "leaves"],
  "thrown out": ({ by }) => [by, "loses the connection"],
  "gives up": ({ by, afterMinutes }) => [by, "gives up", `after ${afterMinutes} minutes`],
  "hands on": ({ does, ...on }, called) => [
    PERSON,
    HANDS_ON[does]("host" in on ? called(on.host) : "", "decrement" in on && on.decrement),
  ],
  invocation: ({ function: name, event }, called) => [PERSON, `invokes ${called(name)} with ${JSON.stringify(event)}`],
  parameter: ({ name, value }, called) => [PERSON, `sets ${called(name)} to "${value}"`],
  story: ({ words }) => ["story", words],
};

/**
 * The only place where the world's timeline becomes words. Nothing but print may come of them.
 *
 * @param called names are shown as they are if nothing is said
 */
export function sentenceOf(entry: Entry, called: Called = (name) => name): Sentence {
  const sentence = SENTENCES[entry.kind] as (entry: Entry, called: Called) => Words;
  const [who, what, why] = sentence(entry, called);
  return { who, what, why };
}
