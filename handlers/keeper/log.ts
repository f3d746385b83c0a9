import { inWords } from "../in-words";
import type { Outcome } from "./actions";
import type { Decision } from "./decision";
import type { Facts, Point } from "./facts";
import type { Instant } from "./time";

/** What keeper answers whoever invoked it by hand. */
export const summaryOf = (
  { state, memory: { holdUntil = 0 } }: Decision,
  outcomes: readonly Outcome[],
  now: Instant,
) => ({
  state,
  /** Shows the person who asked for a hold that it is in place. */
  ...(holdUntil > now && { holdUntil: isoOf(holdUntil) }),
  actions: outcomes.map(inBrief),
});
export type Summary = ReturnType<typeof summaryOf>;

/** A look, as one line of JSON in the log. */
export type LogEntry = Summary & {
  readonly trigger: string;
  /** How often it started again, because another keeper wrote memory meanwhile. */
  readonly restarts?: number;
  readonly facts: ReturnType<typeof factsInBrief>;
};

/** A mail is named by its kind: what it says is in the mail. */
const inBrief = ({ action, answer, failure, isHeldBack }: Outcome) => ({
  ...action,
  ...(action.do === "mail" && { mail: action.mail.kind }),
  ...(answer !== undefined && { answer }),
  ...(failure && { problem: inWords(failure.cause) }),
  ...(isHeldBack && { isHeldBack }),
});

/** What was seen: counts and states. Fields that were not read are left out. */
export function factsInBrief(facts: Facts) {
  const { group, memory, noMemory, unreadable, machines, cluster, record, fixedAddress, hold } = facts;
  const { session, pendingWake } = memory;
  return {
    group,
    alarms: Object.entries(facts.alarms).flatMap(([name, isOn]) => (isOn ? [name] : [])),
    session: session && { since: isoOf(session.since), why: session.why },
    pendingWake: pendingWake && { ...pendingWake, since: isoOf(pendingWake.since) },
    noMemory,
    unreadable,
    machines: machines?.map(({ instanceId, state }) => ({ instanceId, state })),
    clusterHosts: cluster?.hosts.map(({ instanceId, status, agentConnected }) => ({
      instanceId,
      status,
      agentConnected,
    })),
    tasks: cluster && counts(cluster.tasks.map(({ lastStatus }) => lastStatus)),
    record,
    fixedAddress,
    packets: seriesOf(facts.packets),
    receivedBytes: seriesOf(facts.receivedBytes),
    sentBytes: seriesOf(facts.sentBytes),
    queries: seriesOf(facts.queries),
    hold: hold && ("unreadable" in hold ? hold : { until: hold.until === undefined ? undefined : isoOf(hold.until) }),
    launchProblem: facts.launchProblem,
    placementProblem: facts.placementProblem,
  };
}

const seriesOf = (points: readonly Point[] | undefined) =>
  points && { points: points.length, newest: points.at(-1)?.value };

const isoOf = (instant: Instant): string => new Date(instant).toISOString();

function counts(words: readonly string[]): Readonly<Record<string, number>> {
  const numbers: Record<string, number> = {};
  for (const word of words) numbers[word] = (numbers[word] ?? 0) + 1;
  return numbers;
}
