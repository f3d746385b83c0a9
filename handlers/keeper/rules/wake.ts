import type { Mail, Step } from "../decision";
import { OBSTACLES, type Limit, type Obstacle } from "../ending";
import type { Memory, Session } from "../memory";
import { stayUp } from "./always/stay-up";
import { newest } from "./deploy";
import { usages, usedUp } from "./endings/limits";
import { isNewQuery, markHandled, PENDING_MINUTES } from "./queries";
import { leftovers } from "./leftovers";
import { orElse, type Scene } from "./scene";
import { newSession } from "./new-session";
import { reportToday } from "./report-once";
import { breaksThrough, ignoredUntil, isTooOftenEmpty } from "./empty-sessions";

/**
 * AWS counts a group's hosts once a minute. Without a minute between, the alarm left-up takes two sessions for one, and
 * ends the second in the middle of a game: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html
 */
const GAP_MINUTES = 1;

/** Rule 5, while desired capacity is 0: follows queries and commands, or never sleeps, and wakes as soon as nothing of a former host is left. */
export function wake(scene: Scene, before: Memory): Step {
  const { memory: asked, actions: mails } = scene.isAlways
    ? { memory: stayUp(scene, before), actions: [] }
    : followQuery(scene, before);
  if (asked.pendingWake === undefined || scene.facts.group === undefined) return { memory: asked, actions: mails };

  const { memory, actions } = scene.isAlways ? { memory: asked, actions: [] } : dropExpired(scene, asked);
  const { pendingWake } = memory;
  if (pendingWake === undefined) return { memory, actions };
  const refused = refusal(scene, memory, pendingWake.why);
  if (refused !== undefined) {
    // A wake that was only not carried out yet ends here, too.
    const topic = "limit" in refused ? `${refused.limit} ${refused.kind}` : refused.kind;
    const dropped: Memory = { ...memory, pendingWake: undefined, session: undefined };
    // The mail that it was stopped has said so, unless it was away before.
    if (pendingWake.why === "always" && memory.incident === undefined) return { memory: dropped, actions };
    const report = reportToday({ ...dropped, incident: undefined }, topic, refused);
    return { memory: report.memory, actions: [...actions, ...report.actions] };
  }
  const isTooSoon = !scene.isAlways && memory.sleptAt !== undefined && !scene.isOver(GAP_MINUTES, memory.sleptAt);
  // What can't be read may be a host that still writes.
  if (isTooSoon || orElse(() => leftovers(scene).length > 0, true)) return { memory, actions };
  const wakeUp = begin(scene, memory, pendingWake);
  return { memory: wakeUp.memory, actions: [...wakeUp.actions, ...actions] };
}

/** Drops a wake that nobody waits for any more, and reports what was in the way. A later query keeps it pending. */
function dropExpired(scene: Scene, memory: Memory): Step {
  const { pendingWake, lastQuery = 0 } = memory;
  if (pendingWake === undefined || !scene.isOver(PENDING_MINUTES, pendingWake.since)) return { memory, actions: [] };
  const isAskedAgain = lastQuery > pendingWake.since && !scene.isOver(PENDING_MINUTES, lastQuery);
  const renewed = isAskedAgain ? { ...pendingWake, since: lastQuery } : undefined;
  const forgotten: Memory = { ...memory, session: undefined, pendingWake: renewed };
  const [leftover] = orElse(() => leftovers(scene), []);
  return leftover === undefined
    ? { memory: forgotten, actions: [] }
    : reportToday(forgotten, "blocked", { kind: "blocked", by: leftover });
}

/**
 * What a person wants: a wake also outlives a sleep that is just going on, and makes a session that goes on one by hand,
 * which waits for that person; a sleep drops every pending wake.
 */
export function obeyCommand(scene: Scene, memory: Memory): Memory {
  const { command } = scene.facts.trigger;
  if (command === "sleep" && scene.desired === 0) {
    const stopped = { ...memory, ...(scene.isAlways && { stoppedByHand: true }) };
    return markHandled(scene, { ...stopped, pendingWake: undefined, session: undefined });
  }
  if (command !== "wake") return memory;
  const { session } = memory;
  const isAwake = scene.desired > 0 && session?.sleep === undefined;
  if (!isAwake) return { ...memory, stoppedByHand: undefined, pendingWake: { since: scene.now, why: "by hand" } };
  const called = session && { ...session, why: "by hand" as const, calledAt: scene.now };
  return { ...memory, stoppedByHand: undefined, session: called };
}

/** A new query asks for a wake, unless the container rests or ignores queries: then it is only marked handled. */
function followQuery(scene: Scene, memory: Memory): Step {
  const isNew = isNewQuery(scene, memory);
  const handled = isNew ? markHandled(scene, memory) : memory;
  const { pendingWake } = handled;
  const isOther = pendingWake !== undefined && pendingWake.why !== "query";
  const until = ignoredUntil(scene, memory);
  const isIgnored = until !== undefined && memory.pendingWake?.insists !== true;
  // Who asks while a run waits for its host waits for the game.
  const isForRun = pendingWake?.why === "schedule" && !isIgnored && !isResting(scene, memory);
  const following: Memory =
    isNew && (pendingWake === undefined || isForRun)
      ? { ...handled, pendingWake: { since: scene.now, why: "query" } }
      : handled;
  if (isOther || !(isResting(scene, memory) || isIgnored)) return { memory: following, actions: [] };
  const dropped: Memory = { ...handled, pendingWake: undefined };
  if (!isNew || until === undefined || isResting(scene, memory)) return { memory: dropped, actions: [] };
  return breaksThrough(scene, memory)
    ? { memory: { ...dropped, pendingWake: { since: scene.now, why: "query", insists: true } }, actions: [] }
    : reportToday(dropped, "in vain", { kind: "ignored", until });
}

/** True while the container rests after a failure. */
const isResting = ({ now }: Scene, { restUntil = 0 }: Memory): boolean => now < restUntil;

/** True while queries do not wake it. */
export const isIgnoringQueries = (scene: Scene, memory: Memory): boolean =>
  isResting(scene, memory) || isTooOftenEmpty(scene, memory);

/** Limits of day and month, and today's wakes. A wake by hand passes all but the day's traffic. */
function refusal(scene: Scene, memory: Memory, why: Session["why"]): Mail | undefined {
  const reached = usedUp(scene, memory, why);
  if (reached !== undefined) return { kind: "used up", limit: reached.limit, most: reached.most };
  return why === "query" && areWakesUsedUp(scene, memory)
    ? { kind: "wakes used up", wakes: memory.day.wakes }
    : undefined;
}

/** A wake that is not carried out yet is one of them already. */
const areWakesUsedUp = ({ facts: { settings } }: Scene, { day, session }: Memory): boolean =>
  session === undefined && day.wakes >= settings.wake.perDay;

/** What would keep it asleep if a person did not wake it by hand. */
function obstacles(scene: Scene, memory: Memory): readonly Obstacle[] {
  const isInTheWay: Readonly<Record<Exclude<Obstacle, Limit>, boolean>> = {
    rest: isResting(scene, memory),
    "ignored queries": isTooOftenEmpty(scene, memory),
    wakes: areWakesUsedUp(scene, memory),
  };
  const limits = scene.facts.settings.limit.stop ? usages(scene, memory) : [];
  const used: readonly string[] = limits.filter(({ used, most }) => used >= most).map(({ limit }) => limit);
  return OBSTACLES.filter((name) =>
    name in isInTheWay ? isInTheWay[name as keyof typeof isInTheWay] : used.includes(name),
  );
}

/** For the mail that it is up. */
function obstaclesPassed(scene: Scene, memory: Memory): Pick<Session, "passedObstacles"> {
  const passedObstacles = obstacles(scene, memory);
  return passedObstacles.length > 0 ? { passedObstacles } : {};
}

/** Capacity first: nothing but what is left of a former host may hold a start back. */
function begin(scene: Scene, memory: Memory, { why, insists }: NonNullable<Memory["pendingWake"]>): Step {
  const { session, day, failedToStart, brokeThroughAt, incident } = memory;
  return {
    memory: {
      ...memory,
      session: session ?? { ...newSession(why, scene.now), ...(why === "by hand" && obstaclesPassed(scene, memory)) },
      waitUntil: undefined,
      incident: session === undefined && incident ? { ...incident, hosts: incident.hosts + 1 } : incident,
      brokeThroughAt: insists === true ? scene.now : brokeThroughAt,
      day: session === undefined && why === "query" ? { ...day, wakes: day.wakes + 1 } : day,
    },
    actions: [{ do: "set capacity", desired: 1, why }, ...(scene.hasService ? [newest(failedToStart)] : [])],
  };
}
