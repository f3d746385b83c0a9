import type { ScheduledService } from "../../../shared/function-settings";
import type { Action, Mail, Step } from "../decision";
import type { DueRun, Task } from "../facts";
import type { Memory, Run } from "../memory";
import { runName, runOf } from "../run-name";
import { HOUR, type Instant, MINUTE } from "../time";
import { usedUp } from "./endings/limits";
import { PENDING_MINUTES } from "./queries";
import { inTurn, reportToday } from "./report-once";
import { isTerminating, mayWrite, orElse, type Scene } from "./scene";
import { hasPlayers } from "./session";
import { LONGEST_REASON, stopOf } from "./stops";

/** EventBridge Scheduler tries to deliver a run for an hour, and so does Lambda: an older one has been delivered before. */
const REMEMBERED_HOURS = 3;
/** Beyond startup_timeout a run waits so much longer for ECS to start it. */
const EXTRA_MINUTES = 10;
/** So long ECS may not list a task that is there; it forgets one that has stopped after an hour. */
const UNLISTED_MINUTES = 10;
/** Failed runs of a service that are reported in a day: one may be due every five minutes. */
const MAILS_A_DAY = 3;

/** True while a run waits, or lasts: nothing but limits and failures ends its session. */
export const isRunOpen = ({ runs = [] }: Memory): boolean => runs.length > 0;

/** True for a session in which only scheduled runs are to be expected: a schedule began it, and nobody has come since. */
export function isForRuns(scene: Scene, { session, lastQuery = 0 }: Memory): boolean {
  if (!scene.hasService) return true;
  if (session?.why !== "schedule" || session.played || hasPlayers(session)) return false;
  return session.calledAt === undefined && lastQuery <= session.since;
}

const isSame = (one: DueRun, other: DueRun): boolean => one.service === other.service && one.dueAt === other.dueAt;

const settingOf = ({ facts: { settings } }: Scene, service: string | undefined): ScheduledService | undefined =>
  settings.scheduled.find((one) => one.service === service);

/** A run that is due: it waits for a host, or is skipped as configured, or reported. However often it is announced, once. */
export function noteDueRun(scene: Scene, memory: Memory): Step {
  const { service = "", dueAt = scene.now } = scene.facts.trigger.run ?? {};
  const setting = settingOf(scene, service);
  const run: DueRun = { service, dueAt };
  const byHand = scene.facts.trigger.run?.dueAt === undefined;
  const dueRuns = (memory.dueRuns ?? []).filter((one) => scene.now - one.dueAt < REMEMBERED_HOURS * HOUR);
  const { runs = [] } = memory;
  if (setting === undefined || [...dueRuns, ...runs].some((one) => isSame(one, run))) return { memory, actions: [] };
  const noted: Memory = { ...memory, dueRuns: [...dueRuns, run] };
  const isOverlapping = setting.overlap === "skip" && runs.some((one) => one.service === service);
  const isSkipped = !setting.wakes && !byHand && isAsleep(scene, memory);
  if (isOverlapping || isSkipped) return { memory: noted, actions: [] };
  if (scene.now - dueAt >= REMEMBERED_HOURS * HOUR) return report(noted, run, { how: "not started", reason: "" });
  const waiting: Run = { ...run, since: scene.now, ...(byHand && { byHand }) };
  return { memory: { ...noted, runs: [...runs, waiting] }, actions: [] };
}

const isAsleep = (scene: Scene, { session }: Memory): boolean => scene.desired === 0 || session?.sleep !== undefined;

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
  const unknown = scene.tasks.filter(mayWrite).flatMap((task): Run[] => {
    const run = runOf(task.startedBy);
    if (run === undefined || settingOf(scene, run.service) === undefined) return [];
    return runs.some((one) => isSame(one, run)) ? [] : [{ ...run, since: task.createdAt, askedAt: task.createdAt }];
  });
  return unknown.length === 0 ? memory : { ...memory, runs: [...runs, ...unknown] };
}

/** ECS started nothing, a moment ago. */
function noteRefusal(scene: Scene, run: Run): Run {
  const refused = scene.facts.trigger.runProblems?.find((one) => isSame(one, run));
  if (refused === undefined) return run;
  return { ...run, refusals: (run.refusals ?? 0) + 1, problem: refused.problem.slice(0, LONGEST_REASON) };
}

function followRun(scene: Scene, memory: Memory, run: Run): Step {
  const task = taskOf(scene, run);
  if (task?.lastStatus === "STOPPED") return ended(scene, memory, run, task);
  if (task !== undefined) return stopLate(scene, memory, run, task);
  const given = givenUp(scene, memory, run);
  if (given !== undefined) return close(memory, run, scene.now, { how: given, reason: run.problem ?? "" });
  // A host for what waits; refused while it rests or where a limit is used up.
  const wakesFor = scene.desired === 0 && memory.pendingWake === undefined && run.taskArn === undefined;
  const pendingWake = wakesFor ? { since: run.since, why: "schedule" as const } : memory.pendingWake;
  return { memory: withRun({ ...memory, pendingWake }, run), actions: [] };
}

const taskOf = (scene: Scene, run: Run): Task | undefined =>
  scene.need("cluster").cluster.tasks.find(({ startedBy }) => startedBy === runName(run));

function stopLate(scene: Scene, memory: Memory, run: Run, task: Task): Step {
  const timeoutMinutes = settingOf(scene, run.service)?.timeoutMinutes ?? 0;
  const isLate = scene.isOver(timeoutMinutes, run.askedAt ?? task.createdAt) && task.desiredStatus === "RUNNING";
  const seen: Run = { ...run, taskArn: task.arn, ...(isLate && { timedOut: true }) };
  const instanceId = scene.need("cluster").cluster.hosts.find(({ arn }) => arn === task.hostArn)?.instanceId ?? "";
  const why = `${run.service} has run for ${timeoutMinutes} minutes`;
  return {
    memory: withRun(memory, seen),
    actions: isLate ? [{ do: "stop task", instanceId, taskArn: task.arn, why }] : [],
  };
}

/** Why a run without a task has none any more, or never had one. */
function givenUp(scene: Scene, memory: Memory, run: Run): Failed["how"] | undefined {
  const { startupTimeoutMinutes, limit } = scene.facts.settings;
  if (run.taskArn !== undefined) {
    const known = memory.tasks[run.taskArn];
    const isListed = known?.missingSince === undefined || !scene.isOver(UNLISTED_MINUTES, known.missingSince);
    return known !== undefined && isListed ? undefined : "lost";
  }
  const setting = settingOf(scene, run.service);
  // Nobody has listed its task: it may have run, and ECS forgotten it.
  const notStarted = run.askedAt !== undefined && run.problem === undefined ? "lost" : "not started";
  if (scene.desired > 0) {
    const end = scene.launchedAt(memory) + limit.perSessionMinutes * MINUTE;
    const isShort = scene.host !== undefined && end < scene.now + (setting?.timeoutMinutes ?? 0) * MINUTE;
    if (isShort && run.askedAt === undefined) return "outlasts";
    return scene.isOver(startupTimeoutMinutes + EXTRA_MINUTES, run.since) ? notStarted : undefined;
  }
  if (run.askedAt !== undefined) return notStarted;
  if (scene.now < (memory.restUntil ?? 0)) return "resting";
  if (usedUp(scene, memory, "schedule") !== undefined) return "limit";
  const mayWake = setting?.wakes === true || run.byHand === true;
  return !mayWake || scene.isOver(PENDING_MINUTES, run.since) ? "no host" : undefined;
}

/** Asks ECS to start what waits, until its task is seen: with one token it starts once. */
export function startRuns(scene: Scene, memory: Memory): Step {
  const { runs = [] } = memory;
  const { host } = scene;
  const isReady = orElse(() => isReadyForRuns(scene), false);
  if (runs.length === 0 || host === undefined || isAsleep(scene, memory) || !isReady) return { memory, actions: [] };
  const isRefusedNow = (run: Run): boolean => scene.facts.trigger.runProblems?.some((one) => isSame(one, run)) ?? false;
  const due = runs.filter((run) => run.taskArn === undefined && !isRefusedNow(run));
  const asked = runs.map((run) => (due.includes(run) ? { ...run, askedAt: run.askedAt ?? scene.now } : run));
  return {
    memory: { ...memory, runs: asked },
    actions: due.map((run): Action => ({
      do: "run task",
      run: { service: run.service, dueAt: run.dueAt },
      token: tokenOf(run),
      why: "it is due",
    })),
  };
}

/** One host, which takes tasks. */
function isReadyForRuns(scene: Scene): boolean {
  const host = scene.clusterHost(scene.host?.instanceId);
  const isAlone = scene.liveMachines.length === 1 && !scene.groupHosts.some(isTerminating);
  return isAlone && host?.status === "ACTIVE" && host.agentConnected;
}

/** At most 64 characters: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html */
function tokenOf({ service, dueAt, refusals = 0 }: Run): string {
  const token = `${service}/${new Date(dueAt).toISOString().replace(/\.\d+/, "")}`;
  return refusals === 0 ? token : `${token}/${refusals + 1}`;
}

function ended(scene: Scene, memory: Memory, run: Run, task: Task): Step {
  const { reason, exits } = stopOf(task, { essential: [run.service], nonEssential: [], restartedWhenDone: [] });
  const [exitCode] = exits.map((exit) => exit.exitCode);
  const endedAt = task.stoppedAt ?? scene.now;
  if (exitCode === 0 && run.timedOut !== true) return close(memory, run, endedAt);
  return close(memory, run, endedAt, { how: run.timedOut === true ? "timeout" : "failed", exitCode, reason });
}

type Failed = Pick<Mail & { readonly kind: "run failed" }, "how" | "exitCode" | "reason">;

/** The run is over. */
function close(memory: Memory, run: Run, endedAt: Instant, failed?: Failed): Step {
  const { session, runs = [] } = memory;
  const rest = runs.filter((one) => !isSame(one, run));
  const closed: Memory = {
    ...memory,
    runs: rest.length === 0 ? undefined : rest,
    session: session && { ...session, runEndedAt: Math.max(session.runEndedAt ?? 0, endedAt) },
  };
  return failed === undefined ? { memory: closed, actions: [] } : report(closed, run, failed);
}

const withRun = (memory: Memory, run: Run): Memory => ({
  ...memory,
  runs: (memory.runs ?? []).map((one) => (isSame(one, run) ? run : one)),
});

function report(memory: Memory, { service, dueAt }: DueRun, failed: Failed): Step {
  const topics = Array.from({ length: MAILS_A_DAY }, (_, index) => `run ${service} ${index + 1}`);
  const topic = topics.find((one) => !memory.day.claimedMails.includes(one));
  if (topic === undefined) return { memory, actions: [] };
  const isLastToday = topic === topics.at(-1);
  return reportToday(memory, topic, { kind: "run failed", service, dueAt, ...failed, isLastToday });
}
