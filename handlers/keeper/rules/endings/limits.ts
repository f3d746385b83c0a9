import type { Ending } from "../../decision";
import type { Memory } from "../../memory";
import type { Scene } from "../scene";
import { MINUTE } from "../../time";

/** So long before a limit stops a session it is told. */
export const WARNING_MINUTES = 30;

export interface Limit {
  readonly limit: "session" | "day";
  readonly limitMinutes: number;
  readonly usedMinutes: number;
}

/** The limits of the host that is up, and how much of each is used. */
export function limitsOf(scene: Scene, memory: Memory): readonly Limit[] {
  const { sessionLimitMinutes, dayLimitMinutes } = scene.facts.settings;
  const upMinutes = scene.host === undefined ? 0 : (scene.now - scene.launchedAt(memory)) / MINUTE;
  return [
    { limit: "session", limitMinutes: sessionLimitMinutes, usedMinutes: upMinutes },
    { limit: "day", limitMinutes: dayLimitMinutes, usedMinutes: memory.day.minutes },
  ];
}

/** Rule 2: left up too long, or today's hours (UTC) are used up. Without `limit.stop` that is only told. */
export function limits(scene: Scene, memory: Memory): Ending | undefined {
  if (!scene.facts.settings.stopAtLimit) return undefined;
  const reached = limitsOf(scene, memory).find(({ limitMinutes, usedMinutes }) => usedMinutes >= limitMinutes);
  return reached && { kind: `${reached.limit} limit`, limitMinutes: reached.limitMinutes };
}
