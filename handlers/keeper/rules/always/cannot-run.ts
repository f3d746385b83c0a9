import type { Ending } from "../../ending";
import type { Memory } from "../../memory";
import { crashLoop } from "../endings/crash-loop";
import type { Scene } from "../scene";
import { nextHostAt } from "./next-host";

/**
 * Rule 1 where it never sleeps: perhaps another host helps. Until the next one is allowed, ECS keeps trying on this one: what
 * the container lacks may come back, and a host is paid for anyway.
 */
export function cannotRun(scene: Scene, memory: Memory): Ending | undefined {
  // Nobody knows how many hosts were tried.
  if (scene.facts.noMemory?.kind === "unreadable") return undefined;
  return nextHostAt(memory) <= scene.now ? crashLoop(scene, memory) : undefined;
}
