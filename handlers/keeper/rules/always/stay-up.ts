import type { Memory } from "../../memory";
import type { Scene } from "../scene";

/** What never sleeps always wants to be up, unless a person has stopped it, or too many hosts were lost at their start. */
export function stayUp(scene: Scene, memory: Memory): Memory {
  const { pendingWake, stoppedByHand = false, waitUntil = 0 } = memory;
  if (pendingWake?.why === "by hand") return memory;
  const mayStart = !stoppedByHand && scene.now >= waitUntil;
  return {
    ...memory,
    pendingWake: mayStart ? { since: pendingWake?.since ?? scene.now, why: "always" } : undefined,
  };
}
