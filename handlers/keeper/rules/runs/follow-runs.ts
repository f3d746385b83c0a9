import type { Step } from "../../decision";
import type { Task } from "../../facts";
import type { Memory, Run } from "../../memory";
import { runName, runOf } from "../../run-name";
import { inTurn } from "../report-once";
import { mayWrite, orElse, type Scene } from "../scene";
import { isOwnFault, LONGEST_REASON, neverStarted, stopOf } from "../stops";
import { EXTRA_MINUTES, givenUp } from "./give-up";
import { isRunOpen, isSame, settingOf } from "./open-runs";
import { close } from "./report-runs";

/** What became of each run: its task ended, or lasts too long, or there is none. */
export function followRuns(scene: Scene, before: Memory): Step {
  const memory = orElse(() => withUnknownRuns(scene, before), before);
  if (!isRunOpen(memory)) return { memory, actions: [] };
  return inTurn(
    memory,
    (memory.runs ?? []).map(
      (run) => (current) =>
        orElse(() => followRun(scene, current, noteRefusal(scene, run)), { memory: current, actions: [] }),
    ),
  );
}

/** Those that run though memory knows none: it was lost. */
function withUnknownRuns(scene: Scene, memory: Memory): Memory {
  const { runs = [] } = memory;
  if (scene.facts.settings.scheduled.length === 0 || scene.facts.cluster === undefined) return memory;
  const unknown = scene.tasks.filter(isWanted).flatMap((task): Run[] => {
    const run = runOf(task.startedBy);
    const setting = settingOf(scene, run?.service);
    if (run === undefined || setting === undefined || runs.some((one) => isSame(one, run))) return [];
    const { timeoutMinutes, wakes } = setting;
    return [{ ...run, since: task.createdAt, askedAt: task.createdAt, timeoutMinutes, ...(wakes && { wakes }) }];
  });
  return unknown.length === 0 ? memory : { ...memory, runs: [...runs, ...unknown] };
}

const isWanted = (task: Task): boolean => mayWrite(task) && task.desiredStatus === "RUNNING";

/** ECS started nothing, a moment ago: its next start has a timeout and, if it was refused, a token of its own. */
function noteRefusal(scene: Scene, run: Run): Run {
  const refused = scene.facts.trigger.runProblems?.find((one) => isSame(one, run));
  if (refused === undefined) return run;
  const noted: Run = { ...run, problem: refused.problem.slice(0, LONGEST_REASON) };
  return refused.isRefused ? { ...noted, refusals: (run.refusals ?? 0) + 1, askedAt: undefined } : noted;
}

function followRun(scene: Scene, memory: Memory, run: Run): Step {
  const task = taskOf(scene, run);
  if (task?.lastStatus === "STOPPED") return ended(scene, memory, run, task);
  if (task !== undefined) return stopLate(scene, memory, run, task);
  // An apply has removed its service.
  if (settingOf(scene, run.service) === undefined && run.taskArn === undefined) return close(memory, run, scene.now);
  const given = givenUp(scene, memory, run);
  if (given !== undefined) return close(memory, run, scene.now, { how: given, reason: run.problem ?? "" });
  // A host for what waits; refused while it rests or where a limit is used up.
  const wakesFor =
    !scene.isAlways && scene.desired === 0 && memory.pendingWake === undefined && run.taskArn === undefined;
  const pendingWake = wakesFor
    ? { since: run.since, why: run.byHand ? ("by hand" as const) : ("schedule" as const) }
    : memory.pendingWake;
  return { memory: withRun({ ...memory, pendingWake }, run), actions: [] };
}

const taskOf = (scene: Scene, run: Run): Task | undefined =>
  scene.need("cluster").cluster.tasks.find(({ startedBy }) => startedBy === runName(run));

function stopLate(scene: Scene, memory: Memory, run: Run, task: Task): Step {
  const { timeoutMinutes = settingOf(scene, run.service)?.timeoutMinutes ?? Infinity, askedAt = task.createdAt } = run;
  const isLate = scene.isOver(timeoutMinutes, askedAt);
  // Its agent is gone, or docker hangs: nobody will hear of its end.
  const graceMinutes = scene.facts.settings.stopGraceSeconds / 60;
  if (scene.isOver(timeoutMinutes + graceMinutes + EXTRA_MINUTES, askedAt) && !isWanted(task))
    return close(memory, run, scene.now, { how: "timeout", reason: "" });
  const seen: Run = { ...run, taskArn: task.arn, ...(isLate && { timedOut: true }) };
  const instanceId = scene.need("cluster").cluster.hosts.find(({ arn }) => arn === task.hostArn)?.instanceId ?? "";
  const why = `${run.service} has run for ${timeoutMinutes} minutes`;
  const isStopped = isLate && task.desiredStatus === "RUNNING";
  return {
    memory: withRun(memory, seen),
    actions: isStopped ? [{ do: "stop task", instanceId, taskArn: task.arn, why }] : [],
  };
}

function ended(scene: Scene, memory: Memory, run: Run, task: Task): Step {
  const { reason, exits } = stopOf(task, { essential: [run.service], nonEssential: [], restartedWhenDone: [] });
  const [exitCode] = exits.map((exit) => exit.exitCode);
  const endedAt = task.stoppedAt ?? scene.now;
  if (run.timedOut === true) return close(memory, run, endedAt, { how: "timeout", exitCode, reason });
  // Stopped with its host, by keeper or by a person: nobody knows how far it was.
  if (!isOwnFault(task)) return close(memory, run, endedAt, { how: "cut off", exitCode, reason });
  if (exitCode === 0) return close(memory, run, endedAt);
  return close(memory, run, endedAt, { how: neverStarted(task) ? "unstarted" : "failed", exitCode, reason });
}

const withRun = (memory: Memory, run: Run): Memory => ({
  ...memory,
  runs: (memory.runs ?? []).map((one) => (isSame(one, run) ? run : one)),
});
