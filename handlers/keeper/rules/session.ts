import type { Step } from "../decision";
import type { Ending, ReportedEnding } from "../ending";
import { followMode } from "./always/follow-mode";
import { isFailure, openIncident } from "./always/incident";
import type { Memory, Session } from "../memory";
import { restAfterEnding, reportEnding } from "./failures";
import { newSession } from "./new-session";
import { isNewQuery } from "./queries";
import { orElse, type Scene } from "./scene";
import { reportToday } from "./report-once";
import { addEmptySession, ignoredUntil, packetCountOf } from "./empty-sessions";
import { MINUTE, type Instant } from "../time";

/** Somebody plays, however quietly, if so many minutes have so much of the threshold. */
const PLAYED = { minutes: 5, share: 1 / 3 } as const;
/** The topic under which sessions without players are reported once a day. */
export const NO_PLAYERS = "no players";
/** How much of AWS's words is kept. */
const LONGEST_REFUSAL = 300;

/** Opens a session for a host that somebody else asked for, and notes what happened in it up to now. */
export function follow(scene: Scene, before: Memory): Memory {
  const why = scene.isAlways ? "always" : "from outside";
  const opened = withoutOldSleep(scene, before.session) ?? newSession(why, scene.hostThereSince);
  const memory = followMode(scene, { ...before, session: opened });
  const { session = opened } = memory;
  const { deploymentProblem } = scene.facts.trigger;
  const machine = orElse(() => scene.hostMachine, undefined);
  const task = orElse(() => scene.runningTask ?? runOfHost(scene), undefined);
  const ranAt = session.ranAt ?? task?.startedAt ?? (task && scene.now);
  return {
    ...memory,
    // Fulfilled: who asked can play.
    pendingWake: (task ?? orElse(() => isReady(scene), false)) && !session.sleep ? undefined : memory.pendingWake,
    session: noteWhoPlayed(scene, {
      ...session,
      upAt: session.upAt ?? scene.now,
      // A wake may be carried out long after it was decided: the wait for a host begins then.
      hostSeenAt: scene.host || session.upAt === undefined ? scene.now : session.hostSeenAt,
      instanceType: machine?.instanceType ?? session.instanceType,
      ranAt,
      starts: startsOf(scene, memory, session),
      deploymentProblem: deploymentProblem?.slice(0, LONGEST_REFUSAL) ?? session.deploymentProblem,
    }),
  };
}

/** Where all services run at times, a run takes the place of the game, and a host that takes tasks is all there is to wait for. */
const runOfHost = (scene: Scene) =>
  scene.hasService ? undefined : scene.tasks.find(({ lastStatus }) => lastStatus === "RUNNING");
const isReady = (scene: Scene): boolean =>
  !scene.hasService && scene.clusterHost(scene.host?.instanceId)?.status === "ACTIVE";

/** More restarts than a session sees before it is a crash loop. */
const MOST_STARTS = 50;

function startsOf(scene: Scene, memory: Memory, { starts }: Session): readonly Instant[] {
  const launchedAt = scene.launchedAt(memory);
  const seen = orElse(() => scene.serviceTasks, []).flatMap(({ startedAt }) => startedAt ?? []);
  const all = [...new Set([...starts, ...seen])].filter((start) => start >= launchedAt);
  return all.toSorted((one, other) => one - other).slice(0, MOST_STARTS);
}

/** How long desired capacity 1 is a sleep of keeper's own that is not carried out yet, and not somebody else's wake. */
const UNFINISHED_MINUTES = 10;

function withoutOldSleep(scene: Scene, session: Session | undefined): Session | undefined {
  const isOld = session?.sleep && scene.isOver(UNFINISHED_MINUTES, session.sleep.at);
  return isOld ? { ...session, sleep: undefined } : session;
}

function noteWhoPlayed({ facts: { packets = [], settings } }: Scene, session: Session): Session {
  const points = packets.filter(({ at }) => at >= session.since - MINUTE);
  const busy = points.filter(({ value }) => value >= settings.idle.packetsPerMinute * PLAYED.share);
  return {
    ...session,
    played: session.played || points.some(({ value }) => value >= settings.idle.packetsPerMinute),
    busyMinutes: Math.max(session.busyMinutes ?? 0, busy.length),
    hasPoints: session.hasPoints || points.length > 0,
  };
}

/**
 * Desired capacity 0 was seen: the session is over, whoever ended it, and is reported. One that was never seen awake
 * is a wake that still has to be carried out, or one that nobody waits for any more.
 */
export function close(scene: Scene, memory: Memory): Step {
  const { session } = memory;
  if (session === undefined) return { memory, actions: [] };
  if (session.upAt === undefined) {
    return {
      memory: memory.pendingWake || isNewQuery(scene, memory) ? memory : { ...memory, session: undefined },
      actions: [],
    };
  }
  if (session.ranAt !== undefined && !(session.played && hasPlayers(session))) scene.read("packets");
  const ended = noteWhoPlayed(scene, session);
  const ending = ended.sleep?.ending ?? { kind: "from outside" };

  const rested: Memory = {
    ...memory,
    session: undefined,
    // AWS may have refused it for minutes since it was decided.
    sleptAt: scene.facts.trigger.capacity === 0 ? scene.now : (ended.sleep?.at ?? scene.now),
    formerHostId: ended.hostId ?? memory.formerHostId,
    failedToStart: failedToStart(ending) || (memory.failedToStart && ended.ranAt === undefined),
    // Keeper's own sleep has set it when it was decided; here others slept, at some time after the last look.
    handledQuery: ended.sleep ? memory.handledQuery : scene.facts.memory.lastQuery,
    pendingWake: ended.sleep ? memory.pendingWake : undefined,
    emptySessions: hasPlayers(ended) ? undefined : memory.emptySessions,
    // Whoever got through and found it failing may try again after the rest.
    brokeThroughAt: "restMinutes" in ending ? undefined : memory.brokeThroughAt,
  };
  if (scene.isAlways && isFailure(ending)) return { memory: openIncident(scene, rested, ending), actions: [] };
  // Nobody waits to hear of it; what failed in it has been reported.
  if (ending.kind === "runs done") return { memory: rested, actions: [] };
  if (!isEmptySession(ended, ending)) return reportEnding(rested, ending, asleepMail(scene, rested, ended, ending));
  // Whoever starts it by hand knows what for.
  const empty =
    ended.why === "query" || ended.why === "schedule"
      ? addEmptySession(scene, rested, minutesOf(scene, ended))
      : rested;
  const { mail } = asleepMail(scene, empty, ended, ending);
  const until = ignoredUntil(scene, empty);
  const byHand = ended.why === "by hand";
  const emptySession = { byHand, ignoredUntil: byHand ? undefined : until };
  return reportToday(empty, emptySession.ignoredUntil === undefined ? NO_PLAYERS : "in vain", {
    ...mail,
    emptySession,
  });
}

function asleepMail(scene: Scene, memory: Memory, ended: Session, ending: ReportedEnding) {
  return {
    do: "mail" as const,
    why: `the session is over: ${ending.kind}`,
    mail: {
      kind: "asleep" as const,
      ending,
      minutes: minutesOf(scene, ended),
      instanceType: ended.instanceType,
      monthMinutes: memory.month.minutes,
      played: ended.played || hasPlayers(ended),
      restUntil: "restMinutes" in ending ? (memory.restUntil ?? restAfterEnding(ending, scene.now)) : undefined,
      packetCount: packetCountOf(scene.facts.packets, ended),
    },
  };
}

/** Without a sleep of keeper's own it was over at some time after its host was last seen: the last look may be hours ago. */
const minutesOf = ({ now }: Scene, { since, sleep, hostSeenAt }: Session): number =>
  ((sleep?.at ?? hostSeenAt ?? now) - since) / MINUTE;

/** Not a stranger who is loud for a minute. */
export const hasPlayers = ({ busyMinutes = 0 }: Session): boolean => busyMinutes >= PLAYED.minutes;

/** A task ran, its packets were counted, and nobody played: bots, link previews, a monitor, a script that wakes it. */
function isEmptySession(session: Session, { kind }: Ending): boolean {
  const { why, ranAt, hasPoints } = session;
  // From outside is the left-up policy's, too.
  const ranItsCourse = kind === "idle" || kind === "done" || kind === "limit" || kind === "from outside";
  return (
    (why === "query" || why === "schedule" || why === "by hand") &&
    ranItsCourse &&
    ranAt !== undefined &&
    hasPoints &&
    !hasPlayers(session)
  );
}

const failedToStart = (ending: Ending): boolean =>
  "stops" in ending && ending.stops.some(({ code }) => code === "TaskFailedToStart");
