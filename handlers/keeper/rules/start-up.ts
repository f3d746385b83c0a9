import type { Memory } from "../memory";
import { MINUTE, type Instant } from "../time";
import { orElse, type Scene } from "./scene";

/** Games fetch gigabytes at their first start, at a megabit a second at least: so much in a minute is no player. */
const DOWNLOAD_BYTES_A_MINUTE = 30e6;
/** A download that pauses for longer is over: later ones, of a game that runs, keep nothing up. */
const PAUSE_MINUTES = 5;
/** So much longer than startup_timeout a download may last. */
const LONGEST_EXTRA_MINUTES = 60;

/** When the host has had its time to start, and the game that for its first download. */
export function startedUpAt(scene: Scene, memory: Memory): Instant {
  const launchedAt = scene.launchedAt(memory);
  const usual = launchedAt + scene.facts.settings.startupTimeoutMinutes * MINUTE;
  if (scene.now < usual) return usual;
  const received = orElse(() => scene.need("receivedBytes").receivedBytes, []);
  let end = usual;
  for (const { at, value } of received) {
    if (value < DOWNLOAD_BYTES_A_MINUTE) continue;
    if (at > end) break;
    end = Math.max(end, at + PAUSE_MINUTES * MINUTE);
  }
  return Math.min(end, usual + LONGEST_EXTRA_MINUTES * MINUTE);
}
