import type { Mail, Step } from "../decision";
import type { Memory, Session } from "../memory";
import { isNewQuery, markSeen, WISH_MINUTES } from "./queries";
import { mayWrite, type Scene } from "./scene";
import { newSession } from "./session";

/**
 * AWS counts a group's hosts once a minute. Without a minute between, the alarm left-up takes two sessions for one, and
 * ends the second in the middle of a game: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html
 */
const GAP_MINUTES = 1;

/** Rule 5, while desired capacity is 0: hears wishes, and wakes as soon as nothing of a former host is left. */
export function wake(scene: Scene, before: Memory): Step {
  const heard = wish(scene, before);
  if (heard.wanted === undefined || scene.facts.group === undefined) return { memory: heard, actions: [] };

  const { memory, actions } = forget(scene, heard);
  const { wanted } = memory;
  if (wanted === undefined) return { memory, actions };
  const refused = refusal(scene, memory, wanted.why);
  if (refused !== undefined) {
    // A wake that was only not carried out yet ends here, too.
    const told = tellToday({ ...memory, wanted: undefined, session: undefined }, refused.kind, refused);
    return { memory: told.memory, actions: [...actions, ...told.actions] };
  }
  const isTooSoon = memory.sleptAt !== undefined && !scene.isOver(GAP_MINUTES, memory.sleptAt);
  if (isTooSoon || leftovers(scene).length > 0) return { memory, actions };
  const begun = begin(scene, memory, wanted.why);
  return { memory: begun.memory, actions: [...begun.actions, ...actions] };
}

/** Drops a wish that nobody waits for any more, and says what was in the way. Who asked again meanwhile still waits. */
function forget(scene: Scene, memory: Memory): Step {
  const { wanted, lastQuery = 0 } = memory;
  if (wanted === undefined || !scene.isOver(WISH_MINUTES, wanted.since)) return { memory, actions: [] };
  const isAskedAgain = lastQuery > wanted.since && !scene.isOver(WISH_MINUTES, lastQuery);
  const renewed = isAskedAgain ? { since: lastQuery, why: wanted.why } : undefined;
  const forgotten: Memory = { ...memory, session: undefined, wanted: renewed };
  const [leftover] = leftovers(scene);
  return leftover === undefined
    ? { memory: forgotten, actions: [] }
    : tellToday(forgotten, "blocked", { kind: "blocked", by: leftover });
}

/** What a person wants: a wake also outlives a sleep that is just going on, a sleep ends every wish. */
export function wishByHand(scene: Scene, memory: Memory): Memory {
  const { command } = scene.facts.trigger;
  if (command === "sleep" && scene.desired === 0) {
    return markSeen({ ...memory, wanted: undefined, session: undefined });
  }
  const isAwake = scene.desired > 0 && memory.session?.sleep === undefined;
  return command !== "wake" || isAwake ? memory : { ...memory, wanted: { since: scene.now, why: "by hand" } };
}

/** A new query is a wish, unless the container rests or ignores queries: then it is only marked seen. */
function wish(scene: Scene, memory: Memory): Memory {
  const isHeard = isNewQuery(scene, memory);
  const heard = isHeard ? markSeen(memory) : memory;
  if (isDeaf(scene, memory)) {
    return heard.wanted?.why === "query" ? { ...heard, wanted: undefined } : heard;
  }
  return isHeard ? { ...heard, wanted: heard.wanted ?? { since: scene.now, why: "query" } } : heard;
}

/** True while the container rests after a crash loop, or ignores queries because nobody played. */
export const isDeaf = ({ now }: Scene, { restUntil, ignoreUntil }: Memory): boolean =>
  now < Math.max(restUntil ?? 0, ignoreUntil ?? 0);

/** Limits of the day. A wake by hand may be one more than `wake.per_day`, but nothing passes `limit.per_day`. */
function refusal({ facts: { settings } }: Scene, { day, session }: Memory, why: Session["why"]): Mail | undefined {
  const { stopAtLimit, dayLimitMinutes, wakesPerDay } = settings;
  if (stopAtLimit && day.minutes >= dayLimitMinutes) return { kind: "hours used up", limitMinutes: dayLimitMinutes };
  const isCounted = session !== undefined; // this wake is one of them already
  return why === "query" && !isCounted && day.wakes >= wakesPerDay
    ? { kind: "wakes used up", wakes: day.wakes }
    : undefined;
}

/** What is left of a former host, in words. While anything is, a new one could write the same world. */
export function leftovers(scene: Scene): readonly string[] {
  const { machines } = scene.need("machines", "cluster");
  return [
    ...scene.groupHosts.map(({ instanceId, lifecycleState }) => `${instanceId} is ${lifecycleState}`),
    ...machines.map(({ instanceId, state }) => `${instanceId} is ${state}`),
    ...scene.tasks
      .filter(mayWrite)
      .map(({ arn, lastStatus }) => `task ${arn.split("/").at(-1) ?? arn} is ${lastStatus}`),
  ];
}

/** The newest task definition first: while nothing runs, a change ends no game. */
function begin(scene: Scene, memory: Memory, why: Session["why"]): Step {
  const { session, day, failedToStart } = memory;
  return {
    memory: {
      ...memory,
      session: session ?? { ...newSession(why, scene.now), forcedDeployment: failedToStart },
      day: session === undefined && why === "query" ? { ...day, wakes: day.wakes + 1 } : day,
    },
    actions: [
      { do: "update service", force: failedToStart, why: "the newest task definition runs from this wake on" },
      { do: "set capacity", desired: 1, why },
    ],
  };
}

/** A mail that goes out once a day. */
export function tellToday(memory: Memory, topic: string, mail: Mail): Step {
  if (memory.day.told.includes(topic)) return { memory, actions: [] };
  return {
    memory: { ...memory, day: { ...memory.day, told: [...memory.day.told, topic] } },
    actions: [{ do: "mail", mail, why: topic }],
  };
}
