import type { Instant } from "../../world/clock";
import type { Task } from "../../world/ecs/task";
import type { Invariant } from "./invariant";

/** A save on the host's disk, or in the container itself, goes with the host. */
export const savesKept: Invariant = {
  name: "saves are kept",
  sentence: "what a game has saved is there when it loads again",
  watch: (subject) => {
    const loaded = new Set<Task>();
    let savedAt: Instant | undefined;
    return () => {
      for (const task of subject.tasks) {
        if (task.loadedAt === undefined || loaded.has(task)) continue;
        loaded.add(task);
        if (task.foundSave !== savedAt) return `${task.arn} does not find the last save`;
      }
      for (const { ownSave = 0 } of subject.tasks) if (ownSave > (savedAt ?? 0)) savedAt = ownSave;
      return undefined;
    };
  },
};
