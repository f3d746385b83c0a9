import type { ScheduledService } from "../../../shared/function-settings";
import type { Action, Mail, Step } from "../decision";
import type { DueRun, Task } from "../facts";
import type { Memory, Run } from "../memory";
import { runName, runOf } from "../run-name";
import { HOUR, type Instant, MINUTE } from "../time";
import { usedUp } from "./endings/limits";
import { isTooOftenEmpty } from "./empty-sessions";
import { PENDING_MINUTES } from "./queries";
import { inTurn, reportToday } from "./report-once";
import { isTerminating, mayWrite, orElse, type Scene } from "./scene";
import { hasPlayers } from "./session";
import { isOwnFault, LONGEST_REASON, neverStarted, stopOf } from "./stops";

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
export function isForRuns(scene: Scene, memory: Memory): boolean {
  const { session, lastQuery = 0 } = memory;
  if (!scene.hasService) return true;
  if (session?.why !== "schedule" || session.played || hasPlayers(session)) return false;
  const isAsked = lastQuery > session.since && !isTooOftenEmpty(scene, memory);
  return session.calledAt === undefined && !isAsked;
}

const isSame = (one: DueRun, other: DueRun): boolean => one.service === other.service && one.dueAt === other.dueAt;

const settingOf = ({ facts: { settings } }: Scene, service: string | undefined): ScheduledService | undefined =>
  settings.scheduled.find((one) => one.service === service);

/** A run that is due: it waits for a host, or is skipped as configured, or reported. However often it is announced, once. */
export function noteDueRun(scene: Scene, memory: Memory): Step {
  const { service = "", dueAt } = scene.facts.trigger.run ?? {};
  const setting = settingOf(scene, service);
  const byHand = dueAt === undefined;
  // Its name has whole seconds.
  const run: DueRun = { service, dueAt: dueAt ?? scene.now - (scene.now % 1_000) };
  const dueRuns = (memory.dueRuns ?? []).filter((one) => scene.now - one.dueAt < REMEMBERED_HOURS * HOUR);
  const { runs = [] } = memory;
  if (setting === undefined || [...dueRuns, ...runs].some((one) => isSame(one, run))) return { memory, actions: [] };
  const noted: Memory = { ...memory, dueRuns: [...dueRuns, run] };
  const isOverlapping =
    setting.overlap === "skip" && runs.some((one) => one.service === service && !hasEnded(scene, one));
  const wakes = setting.wakes || byHand;
  if (isOverlapping || (!wakes && isAsleep(scene, memory))) return { memory: noted, actions: [] };
  if (scene.now - run.dueAt >= REMEMBERED_HOURS * HOUR) return report(noted, run, { how: "not started", reason: "" });
  const { timeoutMinutes } = setting;
  const waiting: Run = { ...run, since: scene.now, timeoutMinutes, ...(wakes && { wakes }), ...(byHand && { byHand }) };
  return { memory: { ...noted, runs: [...runs, waiting] }, actions: [] };
}

/** As far as this look has read it: it is noted a moment later. */
const hasEnded = ({ facts: { cluster } }: Scene, run: Run): boolean =>
  cluster?.tasks.some((task) => task.startedBy === runName(run) && task.lastStatus === "STOPPED") ?? false;

/** Asleep, or about to be: runs that do not wake must not keep a host up for themselves, one after the other. */
function isAsleep(scene: Scene, memory: Memory): boolean {
  const { session, runs = [], holdUntil = 0 } = memory;
  if (isDown(scene, memory)) return true;
  const isQuiet = isForRuns(scene, memory) ? !runs.some(({ wakes }) => wakes) : scene.facts.alarms.idle;
  return isQuiet && holdUntil <= scene.now && session?.why !== "by hand";
}

const isDown = (scene: Scene, { session }: Memory): boolean => scene.desired === 0 || session?.sleep !== undefined;

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
  const wakesFor = scene.desired === 0 && memory.pendingWake === undefined && run.taskArn === undefined;
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

/** Why a run without a task has none any more, or never had one. */
function givenUp(scene: Scene, memory: Memory, run: Run): Failed["how"] | undefined {
  const { settings, trigger } = scene.facts;
  const { startupTimeoutMinutes, limit } = settings;
  if (run.taskArn !== undefined) {
    const known = memory.tasks[run.taskArn];
    const isListed = known?.missingSince === undefined || !scene.isOver(UNLISTED_MINUTES, known.missingSince);
    return known !== undefined && isListed ? undefined : "lost";
  }
  if (trigger.command === "sleep" && run.askedAt === undefined) return "by hand";
  // Nobody has listed its task: it may have run, and ECS forgotten it.
  const notStarted = run.askedAt !== undefined && run.problem === undefined ? "lost" : "not started";
  if (scene.desired > 0) {
    const end = scene.launchedAt(memory) + limit.perSessionMinutes * MINUTE;
    const isShort = scene.host !== undefined && end < scene.now + (run.timeoutMinutes ?? 0) * MINUTE;
    if (limit.stop && isShort && run.askedAt === undefined) return "outlasts";
    return scene.isOver(startupTimeoutMinutes + EXTRA_MINUTES, run.since) ? notStarted : undefined;
  }
  if (run.askedAt !== undefined) return notStarted;
  if (scene.now < (memory.restUntil ?? 0) && run.byHand !== true) return "resting";
  if (usedUp(scene, memory, run.byHand ? "by hand" : "schedule") !== undefined) return "limit";
  return run.wakes !== true || scene.isOver(PENDING_MINUTES, run.since) ? "no host" : undefined;
}

/** Asks ECS to start what waits, until its task is seen: with one token it starts once. */
export function startRuns(scene: Scene, memory: Memory): Step {
  const { runs = [] } = memory;
  const { host } = scene;
  const isReady = orElse(() => isReadyForRuns(scene), false);
  if (runs.length === 0 || host === undefined || isDown(scene, memory) || !isReady) return { memory, actions: [] };
  const isRefusedNow = (run: Run): boolean => scene.facts.trigger.runProblems?.some((one) => isSame(one, run)) ?? false;
  const due = runs.filter((run) => run.taskArn === undefined && !isRefusedNow(run));
  const asked = runs.map((run) =>
    due.includes(run) ? { ...run, problem: undefined, askedAt: run.askedAt ?? scene.now } : run,
  );
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
  if (run.timedOut === true) return close(memory, run, endedAt, { how: "timeout", exitCode, reason });
  // Stopped with its host, by keeper or by a person: nobody knows how far it was.
  if (!isOwnFault(task)) return close(memory, run, endedAt, { how: "cut off", exitCode, reason });
  if (exitCode === 0) return close(memory, run, endedAt);
  return close(memory, run, endedAt, { how: neverStarted(task) ? "unstarted" : "failed", exitCode, reason });
}

type Failed = Pick<Mail & { readonly kind: "run failed" }, "how" | "exitCode" | "reason">;

/** The run is over. */
function close(memory: Memory, run: Run, endedAt: Instant, failed?: Failed): Step {
  const { session, runs = [] } = memory;
  const rest = runs.filter((one) => !isSame(one, run));
  const closed: Memory = {
    ...memory,
    runs: rest.length === 0 ? undefined : rest,
    // What does not wake does not keep up either.
    session: session && run.wakes ? { ...session, runEndedAt: Math.max(session.runEndedAt ?? 0, endedAt) } : session,
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
