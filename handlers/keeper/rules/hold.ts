import type { Memory } from "../memory";
import { MINUTE } from "../time";
import type { Scene } from "./scene";

/** The command hold: up so long from now on, though nobody plays; 0 ends it. It wakes nothing and passes no limit. */
export function keep({ facts: { trigger }, now }: Scene, memory: Memory): Memory {
  if (trigger.command !== "hold") return memory;
  const { holdMinutes = 0 } = trigger;
  return { ...memory, holdUntil: holdMinutes === 0 ? undefined : now + holdMinutes * MINUTE };
}
