import { count } from "./rules/accounts";
import type { Action, Decision, Step } from "./decision";
import { drain } from "./rules/drain";
import type { Facts } from "./facts";
import type { Memory } from "./memory";
import { forgetGone } from "./rules/forget";
import { hear } from "./rules/queries";
import { isKnown, pointRecord } from "./rules/record";
import { isTerminating, Scene, StillToRead } from "./rules/scene";
import { close, follow } from "./rules/session";
import { sleep } from "./rules/sleep";
import { pastThrottle } from "./rules/throttle";
import type { Instant } from "./time";
import { tellProblems, tellSession } from "./rules/tell";
import { isDeaf, wake, wishByHand } from "./rules/wake";

/**
 * What keeper does about what it sees. Pure: the same facts at the same time give the same decision, and deciding again
 * after it changes nothing. If a rule needs what was not read yet, the decision only says what to read.
 */
export function decide(facts: Facts, now: Instant): Decision {
  try {
    return decideOn(new Scene(facts, now));
  } catch (error) {
    if (!(error instanceof StillToRead)) throw error;
    return { missing: error.readings, actions: [], memory: facts.memory, state: "reading" };
  }
}

function decideOn(scene: Scene): Decision {
  const heard = hear(scene, scene.facts.memory);
  const capacity = scene.desired > 0 ? awake(scene, heard) : asleep(scene, heard);
  const desired = desiredAfter(scene, capacity.actions);

  const steps: readonly ((memory: Memory) => Step)[] = isQuiet(scene, capacity.memory)
    ? [(memory) => tellProblems(scene, memory, true)]
    : [
        (memory) => pointRecord(scene, memory, desired),
        (memory) => drain(scene, memory),
        (memory) => forgetGone(scene, memory),
        (memory) => (desired > 0 && scene.desired > 0 ? tellSession(scene, memory) : { memory, actions: [] }),
        (memory) => tellProblems(scene, memory, false),
      ];
  let { memory } = capacity;
  const actions = [...capacity.actions];
  for (const step of steps) {
    const next = step(memory);
    memory = next.memory;
    actions.push(...next.actions);
  }
  return { missing: [], actions, memory, state: stateOf(scene, memory, desired) };
}

/** Desired capacity is 1: what happened in the session, and whether it ends. */
function awake(scene: Scene, memory: Memory): Step {
  scene.need("machines", "cluster");
  const followed = count(scene, follow(scene, wishByHand(scene, memory)));
  const slept = sleep(scene, followed);
  return slept.actions.length > 0 ? slept : pastThrottle(scene, followed);
}

/** Desired capacity is 0: whether a session ended, and whether somebody wants the next. */
function asleep(scene: Scene, memory: Memory): Step {
  const closed = close(scene, count(scene, memory));
  const woken = wake(scene, wishByHand(scene, closed.memory));
  return { memory: woken.memory, actions: [...woken.actions, ...closed.actions] };
}

/** Asleep, and nothing that could be wrong: no more than group, memory and alarms is read, but twice an hour. */
function isQuiet(scene: Scene, memory: Memory): boolean {
  const { session, drains } = scene.facts.memory;
  const isAsleep = scene.desired === 0 && scene.groupHosts.length === 0;
  const isOver = session === undefined && memory.session === undefined && Object.keys(drains).length === 0;
  if (scene.facts.trigger.ofCluster) return false;
  return isAsleep && isOver && memory.wanted === undefined && isKnown(scene, memory);
}

function desiredAfter({ desired }: Scene, actions: readonly Action[]): number {
  const set = actions.find((action) => action.do === "set capacity");
  return set?.desired ?? desired;
}

function stateOf(scene: Scene, memory: Memory, desired: number): string {
  if (scene.facts.group === undefined) return "there is no group";
  if (desired > 0) return scene.desired > 0 && memory.session?.ranAt !== undefined ? "awake" : "waking";
  if (scene.desired > 0) return "going to sleep";
  if (scene.groupHosts.some(isTerminating)) return memory.wanted ? "stopping, then waking" : "stopping";
  if (memory.wanted) return "waiting to wake";
  return isDeaf(scene, memory) ? "asleep, not listening" : "asleep";
}
