import type { Memory } from "../memory";
import { MINUTE } from "../time";
import type { Scene } from "./scene";

/** The command hold: stays up for this long with nobody connected; 0 ends it. It wakes nothing and lifts no limit. */
export function keep({ facts: { trigger }, isAlways, now }: Scene, memory: Memory): Memory {
  if (trigger.command !== "hold" || isAlways) return memory;
  const { holdMinutes = 0 } = trigger;
  return { ...memory, holdUntil: holdMinutes === 0 ? undefined : now + holdMinutes * MINUTE };
}
