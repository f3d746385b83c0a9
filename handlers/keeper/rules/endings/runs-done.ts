import type { Ending } from "../../ending";
import type { Memory } from "../../memory";
import { MINUTE } from "../../time";
import { isForRuns, isRunOpen } from "../runs/open-runs";
import type { Scene } from "../scene";
import { holdEnd } from "./idle";

/** Keeper looks every five minutes, so on average the session ends five minutes after its run. */
const AFTER_MINUTES = 2.5;
const QUIET_MINUTES = 6;

/** The runs that it was started for are over. */
export function runsDone(scene: Scene, memory: Memory): Ending | undefined {
  if (!isForRuns(scene, memory) || isRunOpen(memory)) return undefined;
  const { runEndedAt, calledAt } = memory.session ?? {};
  const startedUp =
    Math.max(scene.launchedAt(memory), calledAt ?? 0) + scene.facts.settings.startupTimeoutMinutes * MINUTE;
  if (!scene.isOver(AFTER_MINUTES, runEndedAt ?? startedUp) || (calledAt !== undefined && scene.now < startedUp)) {
    return undefined;
  }
  // Somebody may play, however quietly.
  const { packets } = scene.need("packets");
  const third = scene.facts.settings.idle.packetsPerMinute / 3;
  if (packets.some(({ at, value }) => value >= third && !scene.isOver(QUIET_MINUTES, at))) return undefined;
  scene.read("queries"); // somebody may have asked a moment ago
  return holdEnd(scene, memory) > scene.now ? undefined : { kind: "runs done" };
}
