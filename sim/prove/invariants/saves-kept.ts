import type { Instant } from "../../world/clock";
import type { Program } from "../../world/ecs/program";
import type { Invariant } from "./invariant";

/** A save on the host's disk, or in the container itself, goes with the host. */
export const savesKept: Invariant = {
  name: "saves are kept",
  sentence: "what a container has saved in a volume is there when it loads again",
  watch: (subject) => {
    const loaded = new Map<Program, Instant>();
    /** By the container's name. */
    const savedAt = new Map<string, Instant>();
    return () => {
      for (const program of subject.programs) {
        const { name, loadedAt, foundSave, keepsFiles } = program;
        if (loadedAt === undefined || loaded.get(program) === loadedAt || !keepsFiles) continue;
        loaded.set(program, loadedAt);
        if (foundSave !== savedAt.get(name)) return `${program.label} does not find its last save`;
      }
      for (const { name, ownSave = 0 } of subject.programs)
        if (ownSave > (savedAt.get(name) ?? 0)) savedAt.set(name, ownSave);
      return undefined;
    };
  },
};
