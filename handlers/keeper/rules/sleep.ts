import type { Step } from "../decision";
import type { Ending } from "../ending";
import type { Memory } from "../memory";
import { cannotRun } from "./always/cannot-run";
import { openIncident } from "./always/incident";
import { nextHostAt, noteReplacement } from "./always/next-host";
import type { Mode } from "../../../shared/function-settings";
import { noteQueries, markHandled } from "./queries";
import { crashLoop } from "./endings/crash-loop";
import { done } from "./endings/done";
import { hostLost, twoHosts } from "./endings/host-lost";
import { idle } from "./endings/idle";
import { limits } from "./endings/limits";
import { noCapacity } from "./endings/no-capacity";
import { noteFailure, restAfterEnding } from "./failures";
import { runsDone } from "./endings/runs-done";
import { orElse, type Scene } from "./scene";

type Rule = (scene: Scene, memory: Memory) => Ending | undefined;

/** The first that says so ends the session. */
const RULES: Readonly<Record<Mode, readonly Rule[]>> = {
  on_demand: [decidedBefore, byHand, twoHosts, crashLoop, limits, noCapacity, hostLost, done, idle, runsDone],
  // What ends without error is down, too; and where AWS has no host, the group keeps asking.
  always: [byHand, decidedBefore, twoHosts, limits, hostLost, cannotRun],
};

/** Decides whether the session ends, while desired capacity is 1. */
export function sleep(scene: Scene, memory: Memory): Step {
  const ending = endingOf(scene, memory);
  if (ending === undefined) return { memory, actions: [] };
  if (scene.isAlways) return stop(scene, memory, ending);

  scene.read("queries"); // only one after these can wake it
  const { session, pendingWake } = memory;
  const at = session?.sleep?.at ?? scene.now;
  const isNew = session?.sleep === undefined;
  const asleep: Memory = {
    ...(isNew ? noteFailure(markHandled(scene, noteQueries(scene, memory)), ending, at) : memory),
    ...(session && { session: { ...session, sleep: { at, ending } } }),
    pendingWake: isNew ? pendingWakeAfter(scene, ending, at) : pendingWake,
    restUntil: restAfterEnding(ending, at) ?? memory.restUntil,
  };
  return { memory: asleep, actions: [{ do: "set capacity", desired: 0, why: ending.kind }] };
}

/** What never sleeps is replaced, unless a person or a limit stops it. */
function stop(scene: Scene, memory: Memory, ending: Ending): Step {
  const { session } = memory;
  const isNew = session?.sleep?.ending.kind !== ending.kind;
  const noted = isNew ? noteStop(scene, memory, ending) : memory;
  const at = isNew ? scene.now : session.sleep.at;
  const stopped: Memory = { ...noted, ...(session && { session: { ...session, sleep: { at, ending } } }) };
  return { memory: stopped, actions: [{ do: "set capacity", desired: 0, why: ending.kind }] };
}

function noteStop(scene: Scene, memory: Memory, ending: Ending): Memory {
  if (ending.kind === "by hand") return { ...memory, stoppedByHand: true, pendingWake: undefined, incident: undefined };
  if (ending.kind === "limit") return { ...memory, pendingWake: undefined, incident: undefined };
  const away = openIncident(scene, { ...memory, pendingWake: pendingWakeAfter(scene, ending, scene.now) }, ending);
  if (ending.kind === "two hosts" || (ending.kind === "host lost" && memory.session?.ranAt !== undefined)) return away;
  // One that is lost before anything has run on it is no better than one on which nothing runs.
  return { ...noteReplacement(scene, away), waitUntil: nextHostAt(away) };
}

function endingOf(scene: Scene, memory: Memory): Ending | undefined {
  for (const rule of RULES[scene.facts.settings.mode]) {
    const ending = orElse(() => rule(scene, memory), undefined);
    if (ending !== undefined) return ending;
  }
  return undefined;
}

/** What was decided before and is not carried out yet: a look that broke off is finished by the next. */
function decidedBefore(_: Scene, { session }: Memory): Ending | undefined {
  return session?.sleep?.ending;
}

/** A person's word beats everything, a hold too. */
function byHand({ facts, isAlways }: Scene, { stoppedByHand }: Memory): Ending | undefined {
  // Where that cannot be remembered, the next look would start what never sleeps again.
  if (isAlways && facts.noMemory?.kind === "unreadable") return undefined;
  const isStopped = facts.trigger.command === "sleep" || (isAlways && stoppedByHand === true);
  return isStopped ? { kind: "by hand" } : undefined;
}

/** Whoever wakes by hand at the moment of its end wants the next session. */
function pendingWakeAfter({ isAlways, facts: { trigger } }: Scene, ending: Ending, at: number): Memory["pendingWake"] {
  if (trigger.command === "wake") return { since: at, why: "by hand" };
  return !isAlways && "wakesAgain" in ending && ending.wakesAgain ? { since: at, why: "lost host" } : undefined;
}
