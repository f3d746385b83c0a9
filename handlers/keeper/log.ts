import type { Facts } from "./facts";
import type { Instant } from "./time";

/** What was seen, for the log: counts and states. Fields that were not read are left out. */
export function sightOf(facts: Facts) {
  const {
    group,
    alarms,
    memory,
    noMemory,
    machines,
    cluster,
    record,
    packets,
    receivedBytes,
    sentBytes,
    queries,
    hold,
  } = facts;
  return {
    desired: group?.desired ?? "no group",
    hosts: group?.hosts.map(
      ({ instanceId, lifecycleState, healthy }) => `${instanceId} ${lifecycleState}${healthy ? "" : ", unhealthy"}`,
    ),
    alarms: Object.entries(alarms).flatMap(([name, isOn]) => (isOn ? [name] : [])),
    session: memory.session && `since ${isoOf(memory.session.since)}, ${memory.session.why}`,
    wanted: memory.wanted && `since ${isoOf(memory.wanted.since)}, ${memory.wanted.why}`,
    noMemory: noMemory && (noMemory.kind === "spoiled" ? noMemory.problem : noMemory.kind),
    unreadable: facts.unreadable,
    machines: machines?.map(({ instanceId, state }) => `${instanceId} ${state}`),
    agents: cluster?.hosts.map(
      ({ instanceId, status, agentConnected }) => `${instanceId} ${status}${agentConnected ? "" : ", disconnected"}`,
    ),
    tasks: cluster && counts(cluster.tasks.map(({ lastStatus }) => lastStatus)),
    record: record && Object.values(record),
    packets: packets && { points: packets.length, newest: packets.at(-1)?.value },
    receivedBytes: receivedBytes && { points: receivedBytes.length, newest: receivedBytes.at(-1)?.value },
    sentBytes: sentBytes && { points: sentBytes.length, newest: sentBytes.at(-1)?.value },
    queries: queries && { points: queries.length, newest: queries.at(-1)?.value },
    hold: hold && ("unreadable" in hold ? hold : hold.until === undefined ? "none" : isoOf(hold.until)),
    launchProblem: facts.launchProblem,
    placementProblem: facts.placementProblem,
  };
}

const isoOf = (instant: Instant): string => new Date(instant).toISOString();

function counts(words: readonly string[]): Readonly<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const word of words) counted[word] = (counted[word] ?? 0) + 1;
  return counted;
}
