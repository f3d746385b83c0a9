import type { Ending } from "../../ending";
import type { Memory } from "../../memory";
import { MINUTE } from "../../time";
import { isForRuns, isRunOpen } from "../runs";
import type { Scene } from "../scene";
import { holdEnd } from "./idle";

/** Long enough for a run that is due a moment later. */
const AFTER_MINUTES = 5;

/** The runs that it was started for are over. */
export function runsDone(scene: Scene, memory: Memory): Ending | undefined {
  if (!isForRuns(scene, memory) || isRunOpen(memory)) return undefined;
  const { runEndedAt, calledAt } = memory.session ?? {};
  const startedUp =
    Math.max(scene.launchedAt(memory), calledAt ?? 0) + scene.facts.settings.startupTimeoutMinutes * MINUTE;
  if (!scene.isOver(AFTER_MINUTES, runEndedAt ?? startedUp) || (calledAt !== undefined && scene.now < startedUp)) {
    return undefined;
  }
  scene.read("queries"); // somebody may have asked a moment ago
  return holdEnd(scene, memory) > scene.now ? undefined : { kind: "runs done" };
}
