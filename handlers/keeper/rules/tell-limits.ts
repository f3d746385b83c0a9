import type { Limit, Mail, Step, Usage } from "../decision";
import type { Memory } from "../memory";
import { usages, WARNING_MINUTES } from "./endings/limits";
import type { Scene } from "./scene";
import { inTurn, tellOnceA, tellToday } from "./told";

/** Of a month's hours, and of traffic: when so much is used, it is told. */
const NEAR = 0.8;
/** Limits that are told when they are near, and once in what. */
const PERIODS: Readonly<Record<Limit, "day" | "month" | undefined>> = {
  session: undefined,
  day: undefined,
  month: "month",
  "day traffic": "day",
  "month traffic": "month",
};

/** What a session is told of its own hours and today's: that it stops soon. */
export function stopsSoonMail(scene: Scene, memory: Memory): Mail | undefined {
  if (!scene.facts.settings.stopAtLimit) return undefined;
  for (const { limit, used, most } of usages(scene, memory)) {
    if (limit !== "session" && limit !== "day") continue;
    const isNear = most - used <= Math.min(WARNING_MINUTES, most / 2);
    if (isNear && stops(limit, memory)) {
      return { kind: "stops soon", limit, inMinutes: Math.max(0, most - used) };
    }
  }
  return undefined;
}

/** Today's hours stop no session that a person began by hand. */
const stops = (limit: "session" | "day", { session }: Memory): boolean =>
  limit === "session" || session?.why !== "by hand";

/** Where nothing stops it each limit is told on each day that it is over; of a month's hours and traffic four fifths, too. */
export function tellUsage(scene: Scene, memory: Memory): Step {
  const { stopAtLimit } = scene.facts.settings;
  const tell =
    (usage: Usage) =>
    (before: Memory): Step => {
      const { limit, used, most } = usage;
      const period = PERIODS[limit];
      const isPassed = used >= most;
      if (isPassed && !stopAtLimit) return tellToday(before, `${limit} passed`, { kind: "limit passed", ...usage });
      const isNear = period !== undefined && used >= most * NEAR && !isPassed;
      return isNear
        ? tellOnceA(period, before, `${limit} near`, { kind: "limit near", ...usage })
        : { memory: before, actions: [] };
    };
  return inTurn(memory, usages(scene, memory).map(tell));
}
