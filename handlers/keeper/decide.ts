import type { Action, Decision, State, Step } from "./decision";
import type { Facts } from "./facts";
import type { Memory } from "./memory";
import { followIncident } from "./rules/always/incident";
import { count, renew } from "./rules/accounts";
import { deploy } from "./rules/deploy";
import { drain, forgetGone } from "./rules/drain";
import { associateAddress } from "./rules/fixed-address";
import { keep } from "./rules/hold";
import { noteTasks } from "./rules/known-tasks";
import { noteQueries, withoutFuture } from "./rules/queries";
import { isAtRest, pointRecord } from "./rules/record";
import { noteDueRun } from "./rules/runs/due-runs";
import { followRuns } from "./rules/runs/follow-runs";
import { isRunOpen } from "./rules/runs/open-runs";
import { startRuns } from "./rules/runs/start-runs";
import { isTerminating, orElse, Scene, StillToRead } from "./rules/scene";
import { close, follow } from "./rules/session";
import { sleep } from "./rules/sleep";
import { reportBlindHost, reportProblems, reportStoppedServices, reportStopsSoon, reportUp } from "./rules/report";
import { reportUsage } from "./rules/report-limits";
import { inTurn } from "./rules/report-once";
import { isIgnoringQueries, wake, obeyCommand } from "./rules/wake";
import type { Instant } from "./time";

/**
 * What keeper does about what it sees. Pure: the same facts at the same time give the same decision, and deciding again
 * after it changes nothing. If a rule needs what was not read yet, the decision only says what to read. A rule that needs
 * what can't be read says nothing, and all others go on.
 */
export function decide(facts: Facts, now: Instant): Decision {
  const scene = new Scene({ ...facts, memory: withoutFuture(facts.memory, now) }, now);
  try {
    return facts.noMemory?.kind === "unreadable" ? withoutMemory(scene) : decideOn(scene);
  } catch (error) {
    if (!(error instanceof StillToRead)) throw error;
    return { missing: error.readings, actions: [], memory: facts.memory, state: "reading" };
  }
}

type Rule = (scene: Scene, memory: Memory) => Step;

function decideOn(scene: Scene): Decision {
  const { memory: before } = scene.facts;
  // What never slept may sleep now: then nothing of that holds any more.
  const remembered = scene.isAlways ? before : { ...before, stoppedByHand: undefined, waitUntil: undefined };
  const capacity = inTurn(keep(scene, noteQueries(scene, remembered)), [
    (before) => noteDueRun(scene, renew(scene, before)),
    (before) => (scene.desired > 0 ? awake(scene, before) : asleep(scene, before)),
  ]);
  const desired = desiredAfter(scene, capacity.actions);
  const isQuietLook = isQuiet(scene, capacity.memory);
  const rules: readonly Rule[] = isQuietLook
    ? []
    : [
        (_, memory) => ({ memory: noteTasks(scene, memory), actions: [] }),
        (_, memory) => pointRecord(scene, memory, desired),
        drain,
        forgetGone,
        followIncident,
        ...(desired > 0 && scene.desired > 0 ? ABOUT_THE_SESSION : []),
      ];
  const rest = inEachCase(scene, capacity.memory, [
    ...rules,
    (_, memory) => reportProblems(scene, memory, isQuietLook),
  ]);
  const { memory } = rest;
  const actions = [...capacity.actions, ...rest.actions];
  return { missing: [], actions, memory, state: stateOf(scene, memory, desired) };
}

const ABOUT_THE_SESSION: readonly Rule[] = [
  associateAddress,
  reportUp,
  reportBlindHost,
  reportStoppedServices,
  reportStopsSoon,
  reportUsage,
];

/** One rule after the other; one that needs what can't be read is passed over. */
const inEachCase = (scene: Scene, memory: Memory, rules: readonly Rule[]): Step =>
  inTurn(
    memory,
    rules.map(
      (rule) =>
        (before: Memory): Step =>
          orElse(() => rule(scene, before), { memory: before, actions: [] }),
    ),
  );

/** Desired capacity is 1: what happened in the session, and whether it ends. */
function awake(scene: Scene, memory: Memory): Step {
  scene.read("machines", "cluster", "packets", "sentBytes");
  const followed = count(scene, obeyCommand(scene, follow(scene, noteTasks(scene, memory))));
  const runs = followRuns(scene, followed);
  const slept = sleep(scene, runs.memory);
  if (slept.actions.length > 0) return { memory: slept.memory, actions: [...slept.actions, ...runs.actions] };
  const started = inTurn(runs.memory, [
    (before) => orElse(() => deploy(scene, before), { memory: before, actions: [] }),
    (before) => startRuns(scene, before),
  ]);
  return { memory: started.memory, actions: [...runs.actions, ...started.actions] };
}

/** Desired capacity is 0: whether a session ended, and whether somebody wants the next. */
function asleep(scene: Scene, memory: Memory): Step {
  const counted = memory.countedUntil === undefined ? renew(scene, memory) : count(scene, memory);
  const closed = close(scene, counted);
  const runs = isRunOpen(closed.memory)
    ? followRuns(scene, noteTasks(scene, closed.memory))
    : { memory: closed.memory, actions: [] };
  const woken = wake(scene, obeyCommand(scene, runs.memory));
  return { memory: woken.memory, actions: [...woken.actions, ...runs.actions, ...closed.actions] };
}

/** Asleep, and nothing that could be wrong: no more than group, memory and alarms is read, but twice an hour. */
function isQuiet(scene: Scene, memory: Memory): boolean {
  const { session, drains, countedUntil } = scene.facts.memory;
  const isAsleep = scene.desired === 0 && scene.groupHosts.length === 0;
  const isOver =
    session === undefined &&
    memory.session === undefined &&
    countedUntil === undefined &&
    !isRunOpen(memory) &&
    Object.keys({ ...drains, ...memory.tasks }).length === 0;
  if (scene.facts.trigger.ofCluster) return false;
  const isAway = memory.pendingWake !== undefined || memory.incident !== undefined;
  return isAsleep && isOver && !isAway && isAtRest(scene, memory);
}

/**
 * AWS does not hand out the memory: what needs none of it goes on. Saves and the record do not wait for it, and a host is
 * not up for nobody; but nothing is started or told, because that would not be remembered.
 */
function withoutMemory(scene: Scene): Decision {
  const { memory } = scene.facts;
  const capacity = scene.desired > 0 ? sleepByFacts(scene) : [];
  const desired = desiredAfter(scene, capacity);
  const cared = inEachCase(scene, memory, [
    (_, before) => pointRecord(scene, before, desired),
    drain,
    forgetGone,
    ...(desired > 0 ? [associateAddress] : []),
  ]);
  return { missing: [], actions: [...capacity, ...cared.actions], memory, state: "no memory" };
}

/** Whether the session ends, by what is to be seen of it: who plays, how long its host is up, a person's word. */
function sleepByFacts(scene: Scene): readonly Action[] {
  scene.read("machines", "cluster", "packets", "queries");
  const seen = obeyCommand(scene, follow(scene, noteQueries(scene, scene.facts.memory)));
  return sleep(scene, followRuns(scene, seen).memory).actions;
}

function desiredAfter({ desired }: Scene, actions: readonly Action[]): number {
  const set = actions.find((action) => action.do === "set capacity");
  return set?.desired ?? desired;
}

function stateOf(scene: Scene, memory: Memory, desired: number): State {
  if (scene.facts.group === undefined) return "no group";
  if (desired > 0) return scene.desired > 0 && memory.session?.ranAt !== undefined ? "awake" : "waking";
  if (scene.desired > 0) return "going to sleep";
  if (scene.groupHosts.some(isTerminating)) return memory.pendingWake ? "stopping, then waking" : "stopping";
  if (memory.pendingWake) return "waiting to wake";
  return isIgnoringQueries(scene, memory) ? "asleep, ignoring queries" : "asleep";
}
