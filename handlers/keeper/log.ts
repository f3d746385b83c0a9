import type { Facts, Point } from "./facts";
import type { Instant } from "./time";

/** What was seen, for the log: counts and states. Fields that were not read are left out. */
export function sightOf(facts: Facts) {
  const { group, memory, noMemory, cluster, hold } = facts;
  return {
    desired: group?.desired ?? "no group",
    hosts: group?.hosts.map(
      ({ instanceId, lifecycleState, healthy }) => `${instanceId} ${lifecycleState}${healthy ? "" : ", unhealthy"}`,
    ),
    alarms: Object.entries(facts.alarms).flatMap(([name, isOn]) => (isOn ? [name] : [])),
    session: memory.session && `since ${isoOf(memory.session.since)}, ${memory.session.why}`,
    wanted: memory.pendingWake && `since ${isoOf(memory.pendingWake.since)}, ${memory.pendingWake.why}`,
    noMemory: noMemory && (noMemory.kind === "spoiled" ? noMemory.problem : noMemory.kind),
    unreadable: facts.unreadable,
    machines: facts.machines?.map(({ instanceId, state }) => `${instanceId} ${state}`),
    agents: cluster?.hosts.map(
      ({ instanceId, status, agentConnected }) => `${instanceId} ${status}${agentConnected ? "" : ", disconnected"}`,
    ),
    tasks: cluster && counts(cluster.tasks.map(({ lastStatus }) => lastStatus)),
    record: facts.record && Object.values(facts.record),
    packets: seriesOf(facts.packets),
    receivedBytes: seriesOf(facts.receivedBytes),
    sentBytes: seriesOf(facts.sentBytes),
    queries: seriesOf(facts.queries),
    hold: hold && ("unreadable" in hold ? hold : hold.until === undefined ? "none" : isoOf(hold.until)),
    launchProblem: facts.launchProblem,
    placementProblem: facts.placementProblem,
  };
}

const seriesOf = (points: readonly Point[] | undefined) =>
  points && { points: points.length, newest: points.at(-1)?.value };

const isoOf = (instant: Instant): string => new Date(instant).toISOString();

function counts(words: readonly string[]): Readonly<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const word of words) counted[word] = (counted[word] ?? 0) + 1;
  return counted;
}
