import type { Memory } from "../../memory";
import { DAY, HOUR, type Instant } from "../../time";
import type { Scene } from "../scene";

/** What a new host does not mend, many do not: one an hour, and three in 24 hours. */
const MOST_A_DAY = 3;

/** When a container that cannot run may have its next host; in the past if now. */
export const nextHostAt = ({ replacedAt = [] }: Memory): Instant =>
  Math.max((replacedAt.at(-1) ?? 0) + HOUR, (replacedAt.at(-MOST_A_DAY) ?? 0) + DAY);

/** One more host is given up because the container does not run on it. */
export const noteReplacement = ({ now }: Scene, memory: Memory): Memory => ({
  ...memory,
  replacedAt: [...(memory.replacedAt ?? []), now].slice(-MOST_A_DAY),
});
