import type { Limit, Mail, Step, Usage } from "../decision";
import type { Memory } from "../memory";
import { usages, WARNING_MINUTES } from "./endings/limits";
import type { Scene } from "./scene";
import { inTurn, tellOnceA } from "./told";

/** Of a month's hours, and of traffic: when so much is used, it is told. */
const NEAR = 0.8;
/** When a limit begins at 0 again. */
const PERIODS: Readonly<Record<Limit, "day" | "month" | undefined>> = {
  session: undefined,
  day: undefined,
  month: "month",
  "day traffic": "day",
  "month traffic": "month",
};

/** What a session is told of its own hours and today's: that it stops soon, or that they passed where nothing stops it. */
export function limitMail(scene: Scene, memory: Memory): Mail | undefined {
  const { stopAtLimit } = scene.facts.settings;
  for (const usage of usages(scene, memory)) {
    const { limit, used, most } = usage;
    if (limit !== "session" && limit !== "day") continue;
    if (!stopAtLimit && used >= most) return { kind: "limit passed", ...usage };
    const isNear = most - used <= Math.min(WARNING_MINUTES, most / 2);
    if (stopAtLimit && isNear && stops(limit, memory)) {
      return { kind: "stops soon", limit, inMinutes: Math.max(0, most - used) };
    }
  }
  return undefined;
}

/** Today's hours stop no session that a person began by hand. */
const stops = (limit: "session" | "day", { session }: Memory): boolean =>
  limit === "session" || session?.why !== "by hand";

/** The hours of a month, and traffic: told once at four fifths, and where nothing stops it each day that it is over. */
export function tellUsage(scene: Scene, memory: Memory): Step {
  const { stopAtLimit } = scene.facts.settings;
  const tell =
    (usage: Usage) =>
    (before: Memory): Step => {
      const { limit, used, most } = usage;
      const period = PERIODS[limit];
      if (period === undefined || used < most * NEAR) return { memory: before, actions: [] };
      if (used < most) return tellOnceA(period, before, `${limit} near`, { kind: "limit near", ...usage });
      if (stopAtLimit) return { memory: before, actions: [] };
      return tellOnceA("day", before, `${limit} passed`, { kind: "limit passed", ...usage });
    };
  return inTurn(memory, usages(scene, memory).map(tell));
}
