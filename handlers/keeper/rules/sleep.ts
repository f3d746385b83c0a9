import type { Step } from "../decision";
import type { Ending } from "../ending";
import type { Memory } from "../memory";
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
const RULES: readonly Rule[] = [
  decidedBefore,
  byHand,
  twoHosts,
  crashLoop,
  limits,
  noCapacity,
  hostLost,
  done,
  idle,
  runsDone,
];

/** Decides whether the session ends, while desired capacity is 1. */
export function sleep(scene: Scene, memory: Memory): Step {
  const ending = endingOf(scene, memory);
  if (ending === undefined) return { memory, actions: [] };

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

function endingOf(scene: Scene, memory: Memory): Ending | undefined {
  for (const rule of RULES) {
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
function byHand({ facts: { trigger } }: Scene): Ending | undefined {
  return trigger.command === "sleep" ? { kind: "by hand" } : undefined;
}

/** Whoever wakes by hand at the moment of its end wants the next session. */
function pendingWakeAfter({ facts: { trigger } }: Scene, ending: Ending, at: number): Memory["pendingWake"] {
  if (trigger.command === "wake") return { since: at, why: "by hand" };
  return "wakesAgain" in ending && ending.wakesAgain ? { since: at, why: "lost host" } : undefined;
}
