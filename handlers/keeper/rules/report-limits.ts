import type { Mail, Step, Usage } from "../decision";
import type { Limit } from "../ending";
import type { Memory } from "../memory";
import { usages, WARNING_MINUTES } from "./endings/limits";
import { MINUTE } from "../time";
import type { Scene } from "./scene";
import { inTurn, reportOnceA, reportToday } from "./report-once";

/** The share of a month's hours, or of traffic, from which on usage is reported. */
const NEAR = 0.8;
/** Limits that are reported when they are near, and how often: once a day or once a month. */
const PERIODS: Readonly<Record<Limit, "day" | "month" | undefined>> = {
  session: undefined,
  day: undefined,
  month: "month",
  "day traffic": "day",
  "month traffic": "month",
};

/** Reports that the session's own hours, or today's, will end it soon. */
export function stopsSoonMail(scene: Scene, memory: Memory): (Mail & { readonly kind: "stops soon" }) | undefined {
  if (!scene.facts.settings.limit.stop) return undefined;
  const near = usages(scene, memory).flatMap(({ limit, used, most }) => {
    const inMinutes = Math.max(0, most - used);
    const isNear = inMinutes <= Math.min(WARNING_MINUTES, most / 2);
    return isNear && (limit === "session" || (limit === "day" && endsToday(scene, memory, inMinutes)))
      ? { kind: "stops soon" as const, limit, inMinutes }
      : [];
  });
  return near.toSorted((one, other) => one.inMinutes - other.inMinutes)[0];
}

/** Today's hours stop no session that a person began by hand, and none that is still up tomorrow. */
const endsToday = ({ now, timeZone }: Scene, { session }: Memory, inMinutes: number): boolean =>
  session?.why !== "by hand" && now + inMinutes * MINUTE < timeZone.day(now).end;

/** With `stop: false`, reports each limit on each day it is exceeded; and four fifths of a month's hours and of traffic. */
export function reportUsage(scene: Scene, memory: Memory): Step {
  const { stop } = scene.facts.settings.limit;
  const tell =
    (usage: Usage) =>
    (before: Memory): Step => {
      const { limit, used, most } = usage;
      const period = PERIODS[limit];
      const isPassed = used >= most;
      if (isPassed && !stop) return reportToday(before, `${limit} passed`, { kind: "limit passed", ...usage });
      const isNear = period !== undefined && used >= most * NEAR && !isPassed;
      return isNear
        ? reportOnceA(period, before, `${limit} near`, { kind: "limit near", ...usage })
        : { memory: before, actions: [] };
    };
  return inTurn(memory, usages(scene, memory).map(tell));
}
