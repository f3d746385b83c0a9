import type { Memory } from "../../memory";
import { DAY, HOUR } from "../../time";
import type { Instant } from "../../time";
import type { Scene } from "../scene";

/** What a new host does not mend, many do not: one an hour, and three in 24 hours. */
const MOST_A_DAY = 3;

const recentIn = ({ now }: Scene, { replacedAt = [] }: Memory): readonly Instant[] =>
  replacedAt.filter((at) => now - at < DAY);

/** When a container that cannot run may have its next host; in the past if now. */
export function nextHostAt(scene: Scene, memory: Memory): Instant {
  const recent = recentIn(scene, memory);
  const [newest, third] = [recent.at(-1), recent.at(-MOST_A_DAY)];
  return Math.max(newest === undefined ? 0 : newest + HOUR, third === undefined ? 0 : third + DAY);
}

/** One more host is given up because the container does not run on it. */
export const noteReplacement = (scene: Scene, memory: Memory): Memory => ({
  ...memory,
  replacedAt: [...recentIn(scene, memory), scene.now].slice(-MOST_A_DAY),
});
