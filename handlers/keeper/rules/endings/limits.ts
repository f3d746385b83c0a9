import type { Usage } from "../../decision";
import type { Ending, Limit } from "../../ending";
import type { Memory, Session } from "../../memory";
import { MINUTE } from "../../time";
import { sentMiB } from "../accounts";
import type { Scene } from "../scene";

/** How long before a limit of hours stops a session a mail warns of it. */
export const WARNING_MINUTES = 30;

/** What a person who wakes it by hand may not pass. */
const ALSO_BY_HAND: readonly Limit[] = ["session", "day traffic"];

/** What never sleeps has no limits of hours. */
const OF_TRAFFIC: readonly Limit[] = ["day traffic", "month traffic"];

/** All limits, and how much of each is used; the one that lasts longest first, where several are used up. */
export function usages(scene: Scene, memory: Memory): readonly Usage[] {
  const { settings } = scene.facts;
  // What the group lists for a moment after a sleep is a session's host no more: the next one has its own time.
  const isUp = scene.host !== undefined && scene.desired > 0;
  const upSince = isUp ? Math.max(scene.launchedAt(memory), memory.session?.alwaysUntil ?? 0) : scene.now;
  const upMinutes = (scene.now - upSince) / MINUTE;
  const sent = sentMiB(scene, memory);
  const all: readonly Usage[] = [
    { limit: "session", most: settings.limit.perSessionMinutes, used: upMinutes },
    { limit: "month", most: settings.limit.perMonthMinutes, used: memory.month.minutes },
    { limit: "month traffic", most: settings.limit.trafficPerMonthMiB, used: sent.month },
    { limit: "day", most: settings.limit.perDayMinutes, used: memory.day.minutes },
    { limit: "day traffic", most: settings.limit.trafficPerDayMiB, used: sent.day },
  ];
  return scene.isAlways ? all.filter(({ limit }) => OF_TRAFFIC.includes(limit)) : all;
}

/** The first limit that is used up and ends such a session, or keeps it from beginning; none without `limit.stop`. */
export function usedUp(scene: Scene, memory: Memory, why: Session["why"]): Usage | undefined {
  if (!scene.facts.settings.limit.stop) return undefined;
  return usages(scene, memory).find(
    ({ limit, used, most }) => used >= most && (why !== "by hand" || ALSO_BY_HAND.includes(limit)),
  );
}

/** Rule 2: left up too long, or the hours or the traffic of today or this month are used up. */
export function limits(scene: Scene, memory: Memory): Ending | undefined {
  const reached = usedUp(scene, memory, memory.session?.why ?? "from outside");
  return reached && { kind: "limit", limit: reached.limit, most: reached.most };
}
