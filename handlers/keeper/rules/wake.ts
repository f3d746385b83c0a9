import type { Mail, Step } from "../decision";
import { OBSTACLES, type Limit, type Obstacle } from "../ending";
import { UNDESCRIBED, type Task } from "../facts";
import type { Memory, Session } from "../memory";
import { newest } from "./deploy";
import { usages, usedUp } from "./endings/limits";
import { isNewQuery, markSeen, WISH_MINUTES } from "./queries";
import { mayWrite, orElse, type Scene } from "./scene";
import { newSession } from "./session";
import { tellToday } from "./told";
import { breaksThrough, ignoredUntil, isIgnoring } from "./vain";

/**
 * AWS counts a group's hosts once a minute. Without a minute between, the alarm left-up takes two sessions for one, and
 * ends the second in the middle of a game: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html
 */
const GAP_MINUTES = 1;

/** Rule 5, while desired capacity is 0: hears wishes, and wakes as soon as nothing of a former host is left. */
export function wake(scene: Scene, before: Memory): Step {
  const { memory: heard, actions: told } = wish(scene, before);
  if (heard.wanted === undefined || scene.facts.group === undefined) return { memory: heard, actions: told };

  const { memory, actions } = forget(scene, heard);
  const { wanted } = memory;
  if (wanted === undefined) return { memory, actions };
  const refused = refusal(scene, memory, wanted.why);
  if (refused !== undefined) {
    // A wake that was only not carried out yet ends here, too.
    const topic = "limit" in refused ? `${refused.limit} ${refused.kind}` : refused.kind;
    const told = tellToday({ ...memory, wanted: undefined, session: undefined }, topic, refused);
    return { memory: told.memory, actions: [...actions, ...told.actions] };
  }
  const isTooSoon = memory.sleptAt !== undefined && !scene.isOver(GAP_MINUTES, memory.sleptAt);
  // What can't be read may be a host that still writes.
  if (isTooSoon || orElse(() => leftovers(scene).length > 0, true)) return { memory, actions };
  return begin(scene, memory, wanted);
}

/** Drops a wish that nobody waits for any more, and says what was in the way. Who asked again meanwhile still waits. */
function forget(scene: Scene, memory: Memory): Step {
  const { wanted, lastQuery = 0 } = memory;
  if (wanted === undefined || !scene.isOver(WISH_MINUTES, wanted.since)) return { memory, actions: [] };
  const renewed = scene.isOver(WISH_MINUTES, lastQuery) ? undefined : { ...wanted, since: lastQuery };
  const forgotten: Memory = { ...memory, session: undefined, wanted: renewed };
  const [leftover] = orElse(() => leftovers(scene), []);
  return leftover === undefined
    ? { memory: forgotten, actions: [] }
    : tellToday(forgotten, "blocked", { kind: "blocked", by: leftover });
}

/**
 * What a person wants: a wake also outlives a sleep that is just going on, and makes a session that goes on one by hand,
 * which waits for that person; a sleep ends every wish.
 */
export function wishByHand(scene: Scene, memory: Memory): Memory {
  const { command } = scene.facts.trigger;
  if (command === "sleep" && scene.desired === 0) {
    return markSeen(scene, { ...memory, wanted: undefined, session: undefined });
  }
  if (command !== "wake") return memory;
  const { session } = memory;
  const isAwake = scene.desired > 0 && session?.sleep === undefined;
  if (!isAwake) return { ...memory, wanted: { since: scene.now, why: "by hand" } };
  return session === undefined ? memory : { ...memory, session: { ...session, why: "by hand", calledAt: scene.now } };
}

/** A new query is a wish, unless the container rests or ignores queries: then it is only marked seen. */
function wish(scene: Scene, memory: Memory): Step {
  const isHeard = isNewQuery(scene, memory);
  const heard = isHeard ? markSeen(scene, memory) : memory;
  const { wanted } = heard;
  const isOther = wanted !== undefined && wanted.why !== "query";
  const following: Memory =
    isHeard && wanted === undefined ? { ...heard, wanted: { since: scene.now, why: "query" } } : heard;
  const until = ignoredUntil(scene, memory);
  const isIgnored = until !== undefined && memory.wanted?.insists !== true;
  if (isOther || !(isResting(scene, memory) || isIgnored)) return { memory: following, actions: [] };
  const dropped: Memory = { ...heard, wanted: undefined };
  if (!isHeard || until === undefined || isResting(scene, memory)) return { memory: dropped, actions: [] };
  return breaksThrough(scene, memory)
    ? { memory: { ...dropped, wanted: { since: scene.now, why: "query", insists: true } }, actions: [] }
    : tellToday(dropped, "in vain", { kind: "ignored", until });
}

/** True while the container rests after a failure. */
const isResting = ({ now }: Scene, { restUntil = 0 }: Memory): boolean => now < restUntil;

/** True while queries do not wake it. */
export const isDeaf = (scene: Scene, memory: Memory): boolean => isResting(scene, memory) || isIgnoring(scene, memory);

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
    "ignored queries": isIgnoring(scene, memory),
    wakes: areWakesUsedUp(scene, memory),
  };
  const limits = scene.facts.settings.limit.stop ? usages(scene, memory) : [];
  const used: readonly string[] = limits.filter(({ used, most }) => used >= most).map(({ limit }) => limit);
  return OBSTACLES.filter((name) =>
    name in isInTheWay ? isInTheWay[name as keyof typeof isInTheWay] : used.includes(name),
  );
}

/** What is left of a former host, in words. While anything is, a new one could write the same world. */
function leftovers(scene: Scene): readonly string[] {
  const { machines, cluster } = scene.need("machines", "cluster");
  // What ECS lists and does not describe may write while it has a host it could run on.
  const mayRun = ({ lastStatus }: Task): boolean => lastStatus !== UNDESCRIBED || cluster.hosts.length > 0;
  return [
    ...scene.groupHosts.map(({ instanceId, lifecycleState }) => `${instanceId} is ${lifecycleState}`),
    ...machines.map(({ instanceId, state }) => `${instanceId} is ${state}`),
    ...scene.tasks
      .filter((task) => mayWrite(task) && mayRun(task))
      .map(({ arn, lastStatus }) => `task ${arn.split("/").at(-1) ?? arn} is ${lastStatus}`),
  ];
}

/** For the mail that it is up. */
function passing(scene: Scene, memory: Memory): Pick<Session, "passed"> {
  const passed = obstacles(scene, memory);
  return passed.length > 0 ? { passed } : {};
}

/** Capacity first: nothing but what is left of a former host may hold a start back. */
function begin(scene: Scene, memory: Memory, { why, insists }: NonNullable<Memory["wanted"]>): Step {
  const { session, day, failedToStart, brokeThroughAt } = memory;
  return {
    memory: {
      ...memory,
      session: session ?? { ...newSession(why, scene.now), ...(why === "by hand" && passing(scene, memory)) },
      brokeThroughAt: insists === true ? scene.now : brokeThroughAt,
      day: session === undefined && why === "query" ? { ...day, wakes: day.wakes + 1 } : day,
    },
    actions: [{ do: "set capacity", desired: 1, why }, newest(failedToStart)],
  };
}
