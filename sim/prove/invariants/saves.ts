import { type Instant, MINUTE, SECOND } from "../../world/clock";
import type { Machine } from "../../world/ec2/machine";
import type { Task } from "../../world/ecs/task";
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
  sentence: "each task gets SIGTERM and its full grace period, unless its host itself is lost",
  watch: (subject) => {
    const judged = new Set<Task>();
    const checkRelease = watchHooks(subject);
    const graceMs = subject.settings.stopGraceSeconds * SECOND;
    return () => {
      const release = checkRelease();
      if (release !== undefined) return release;
      for (const task of subject.tasks) {
        const { arn, host, ending } = task;
        if (ending === undefined || judged.has(task)) continue;
        judged.add(task);
        const isCut =
          ending.how === "killed" &&
          ending.stoppedForSeconds * SECOND < Math.max(graceMs, ending.graceSeconds * SECOND);
        if (isCut) return `${arn} was killed ${ending.stoppedForSeconds} s after SIGTERM`;
        if (ending.how === "host lost" && !(subject.chronicle.last.hardware > host.machine.launchedAt))
          return `${arn} ended without SIGTERM: its host was switched off`;
      }
      return undefined;
    };
  },
};

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
      const task = subject.tasks.find(({ alive, host }) => alive && host.machine === machine && host.agentConnected);
      if (task === undefined || !isRunning || now - since >= longest || isUnattended(subject, since)) continue;
      return `${machine.id} goes while ${task.arn} runs or still saves`;
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
