import { type Instant, MINUTE, SECOND } from "../../world/clock";
import type { Machine } from "../../world/ec2/machine";
import type { Program } from "../../world/ecs/program";
import type { Task } from "../../world/ecs/task";
import type { Ending } from "../../world/timeline";
import { NEVER } from "../chronicle";
import type { Invariant } from "./invariant";
import type { Subject } from "../subject";

/** So long after the grace period keeper waits for a dying host; then it goes, whatever its task says. */
const PATIENCE = 10 * MINUTE;

/** A dying host in its hook. */
interface Waiting {
  readonly since: Instant;
  /** False: a person, or EC2, switched it off before. */
  readonly isRunning: boolean;
}

/**
 * EC2 does not guarantee that a shutdown waits for anything, so ECS must have ended the task before its host goes. Where
 * nobody could (a person terminates it, keeper is dead, the agent is gone) the host's own shutdown gives the time.
 */
export const timeToSave: Invariant = {
  name: "time to save",
  sentence:
    "each container gets SIGTERM when those that need it have stopped, and its full grace period, unless its host itself is lost",
  watch: (subject) => {
    const judged = new Set<Ending>();
    const checkRelease = watchHooks(subject);
    return () => {
      const release = checkRelease();
      if (release !== undefined) return release;
      for (const task of [...subject.tasks, ...subject.runs.tasks])
        for (const program of task.programs) {
          if (program.ending === undefined || judged.has(program.ending)) continue;
          judged.add(program.ending);
          const how = wrongIn(subject, task, program);
          if (how !== undefined) return `${program.label} ${how}`;
        }
      return undefined;
    };
  },
};

/** How a container ended too early. One that only crashed, or needs what did, is another matter. */
function wrongIn({ settings, chronicle }: Subject, { isAlone }: Task, program: Program): string | undefined {
  const { ending, host, definition, savesThrough } = program;
  if (ending === undefined) return undefined;
  const { how, graceSeconds, stoppedForSeconds } = ending;
  // Keeper knows of all together.
  const own = isAlone ? settings.stopGraceSeconds : 0;
  const allowed = Math.max(graceSeconds, own, definition.stopTimeout ?? settings.stopGraceSeconds);
  if (how === "killed" && stoppedForSeconds < allowed) return `was killed ${stoppedForSeconds} s after SIGTERM`;
  const tooEarly = savesThrough.find(
    ({ isSignalled, ending: its }) => isSignalled && its?.how !== "crashed" && its?.how !== "done",
  );
  if (how === "unsaved" && tooEarly) return `lost its save: ${tooEarly.name} was told to stop before`;
  return how === "host lost" && !(chronicle.last.hardware > host.machine.launchedAt)
    ? "ended without SIGTERM: its host was switched off"
    : undefined;
}

/** Looks at each host in the moment it leaves its hook: nothing may run on it then that ECS could still end. */
function watchHooks(subject: Subject): () => string | undefined {
  const waiting = new Map<Machine, Waiting>();
  const gone = new Set<Machine>();
  const longest = subject.settings.stopGraceSeconds * SECOND + PATIENCE;
  return () => {
    const { now } = subject;
    for (const { machine, lifecycleState } of subject.group?.hosts ?? []) {
      const { since, isRunning } = waiting.get(machine) ?? { since: now, isRunning: true };
      if (lifecycleState === "Terminating:Wait")
        waiting.set(machine, { since, isRunning: machine.state === "running" });
      if (lifecycleState !== "Terminating:Proceed" || gone.has(machine)) continue;
      gone.add(machine);
      const programs = [...subject.programs, ...subject.runs.tasks.flatMap((task) => task.programs)];
      const program = programs.find((one) => one.alive && one.host.machine === machine && one.host.agentConnected);
      if (program === undefined || !isRunning || now - since >= longest || isUnattended(subject, since)) continue;
      return `${machine.id} goes while ${program.label} runs or still saves`;
    }
    return undefined;
  };
}

/** The hook's time was over while nobody could prolong it, or Terraform had ended the service before. */
function isUnattended({ now, isDestroyed, chronicle: { last } }: Subject, since: Instant): boolean {
  const isKeeperAway = last.keeperDead > NEVER || last.keeperRefused > since;
  return isDestroyed || (last.hookOver === now && isKeeperAway);
}

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
