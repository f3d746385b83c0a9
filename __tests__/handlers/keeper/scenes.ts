import { decide } from "../../../handlers/keeper/decide";
import type { Action, Decision, Mail } from "../../../handlers/keeper/decision";
import type { ClusterHost, Facts, GroupHost, Machine, Point, Task } from "../../../handlers/keeper/facts";
import { noMemory, type Memory, type Session } from "../../../handlers/keeper/memory";
import { newSession } from "../../../handlers/keeper/rules/new-session";
import { keeperSettings } from "../../../handlers/keeper/read-settings";
import { MINUTE, type Instant } from "../../../handlers/keeper/time";
import type { Input } from "../../../handlers/read-settings";
import type { KeeperSettings as Known } from "../../../shared/function-settings";

/** A Saturday evening. */
export const EVENING = Date.parse("2026-11-21T20:00:00Z");
export const at = (minutes: number): Instant => EVENING + minutes * MINUTE;

export const INPUT = {
  settings: {
    project: "games",
    mode: "on_demand",
    container: "valheim",
    region: "us-west-2",
    address: "valheim.example.org",
    recordName: "valheim.example.org",
    ipv6: false,
    timeZone: "UTC",
    instanceTypes: ["m7a.large", "m6a.large"],
    availabilityZones: ["us-west-2a"],
    hasFileSystems: true,
    diskGiB: 30,
    stopGraceSeconds: 120,
    startupTimeoutMinutes: 20,
    idle: { afterMinutes: 15, packetsPerMinute: 120, count: "published_ports" },
    limit: {
      perSessionMinutes: 480,
      perDayMinutes: 840,
      perMonthMinutes: 7200,
      trafficPerDayMiB: 20_480,
      trafficPerMonthMiB: 153_600,
      stop: true,
    },
    crashLoop: { stops: 3, withinMinutes: 15, restMinutes: 60 },
    services: { essential: ["valheim"], nonEssential: [], restartedWhenDone: [] },
    scheduled: [
      { service: "scraper", timeoutMinutes: 30, overlap: "skip", wakes: true },
      { service: "notifier", timeoutMinutes: 10, overlap: "allow", wakes: false },
    ],
    wake: { perDay: 12 },
  },
  environment: {
    ZONE_ID: "Z1",
    TOPIC_ARN: "arn:aws:sns:us-west-2:123456789012:games-alerts",
    ALLOCATION_ID: "none",
    FIXED_IPV4: "none",
  },
} as const satisfies Input & { settings: Known };
export const SETTINGS = keeperSettings(INPUT);

/** With address: fixed. */
export const FIXED_IPV4 = "198.51.100.9";
export const FIXED = keeperSettings({
  ...INPUT,
  environment: { ...INPUT.environment, ALLOCATION_ID: "eipalloc-1", FIXED_IPV4 },
});

export const IPV4 = "203.0.113.7";
export const PLACEHOLDER = "192.0.2.1";

/** Everything read, and nothing there: asleep. */
export function asleep(over: Partial<Facts> = {}): Facts {
  return {
    settings: SETTINGS,
    trigger: { name: "schedule" },
    memory: memory(),
    group: { desired: 0, hosts: [] },
    alarms: { idle: false, queried: false },
    machines: [],
    cluster: { hosts: [], tasks: [] },
    record: { a: PLACEHOLDER },
    fixedAddress: {},
    packets: [],
    sentBytes: [],
    receivedBytes: [],
    queries: [],
    hold: {},
    launchProblem: "",
    placementProblem: "",
    ...over,
  };
}

/** Awake since EVENING, with a host that runs the task since five past, and the record on it. */
export function awake(over: Partial<Facts> = {}): Facts {
  return asleep({
    memory: memory({ session: session() }),
    group: { desired: 1, hosts: [groupHost()] },
    machines: [machine()],
    cluster: { hosts: [clusterHost()], tasks: [task()] },
    record: { a: IPV4 },
    ...over,
  });
}

export const memory = (over: Partial<Memory> = {}): Memory => ({ ...noMemory(EVENING), ...over });
export const session = (over: Partial<Session> = {}): Session => ({
  ...newSession("query", EVENING),
  upAt: EVENING,
  ranAt: at(5),
  ...over,
});
export const groupHost = (over: Partial<GroupHost> = {}): GroupHost => ({
  instanceId: "i-1",
  lifecycleState: "InService",
  healthy: true,
  ...over,
});
export const machine = (over: Partial<Machine> = {}): Machine => ({
  instanceId: "i-1",
  state: "running",
  launchedAt: at(1),
  instanceType: "m7a.large",
  ipv4: IPV4,
  ...over,
});
export const clusterHost = (over: Partial<ClusterHost> = {}): ClusterHost => ({
  arn: "host/1",
  instanceId: "i-1",
  status: "ACTIVE",
  agentConnected: true,
  registeredAt: at(2),
  taskCount: 0,
  ...over,
});
export const task = (over: Partial<Task> = {}): Task => ({
  arn: "task/1",
  hostArn: "host/1",
  lastStatus: "RUNNING",
  desiredStatus: "RUNNING",
  createdAt: at(3),
  startedAt: at(5),
  containers: [{ name: "valheim" }],
  ...over,
});
/** A task that stopped by itself. */
export const crashed = (number: number, stoppedAt: Instant, over: Partial<Task> = {}): Task =>
  task({
    arn: `task/${String(number)}`,
    lastStatus: "STOPPED",
    createdAt: stoppedAt - 2 * MINUTE,
    startedAt: stoppedAt - MINUTE,
    stoppedAt,
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    containers: [{ name: "valheim", exitCode: 1 }],
    ...over,
  });

/** A point a minute from minute `from` up to, not including, minute `to` of the evening. */
export const packets = (from: number, to: number, value = 0): Point[] =>
  Array.from({ length: to - from }, (_, index) => ({ at: at(from + index), value }));

/** Decides with everything read; a rule that asks for more than there is fails the test. */
export function decided(facts: Facts, now: Instant): Decision {
  const decision = decide(facts, now);
  if (decision.missing.length > 0) throw new Error(`not read: ${decision.missing.join(", ")}`);
  return decision;
}

/** What is done to capacity: 1, 0, or nothing. */
export function capacity({ actions }: Decision): 0 | 1 | undefined {
  return actions.flatMap((action) => (action.do === "set capacity" ? [action.desired] : []))[0];
}

export const mails = ({ actions }: Decision): Mail[] =>
  actions.flatMap((action) => (action.do === "mail" ? [action.mail] : []));

export const did = ({ actions }: Decision): Action["do"][] => actions.map((action) => action.do);

/** The ending keeper decided on, if it did. */
export const ending = ({ memory: { session: ended } }: Decision): string | undefined => ended?.sleep?.ending.kind;

/** The facts with what this decision remembered, for the look after it. */
export const after = (facts: Facts, decision: Decision, over: Partial<Facts> = {}): Facts => ({
  ...facts,
  trigger: { name: "schedule" },
  memory: decision.memory,
  ...over,
});
