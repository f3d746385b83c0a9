import type { Ending } from "../../ending";
import type { Memory } from "../../memory";
import type { Step } from "../../decision";
import { MINUTE, type Instant } from "../../time";
import { crashLoop, notRunningSince } from "../endings/crash-loop";
import { noCapacity } from "../endings/no-capacity";
import { isReachable } from "../reachable";
import { orElse, type Scene } from "../scene";
import { failedTasks, stoppedAt } from "../stops";
import { reportDown, reportHealed } from "./report-incident";

/** It is away, for this reason, until it is back: one incident, however many hosts that takes. */
export const openIncident = (
  scene: Scene,
  memory: Memory,
  cause: Ending,
  since = awaySince(scene, memory, cause),
): Memory => ({ ...memory, incident: memory.incident ?? { since, cause, hosts: 0 } });

/** False for what a person or a limit did, and for why it slept before an apply changed its mode. */
export const isFailure = ({ kind }: Ending): boolean => FAILURES.includes(kind);
const FAILURES: readonly Ending["kind"][] = ["host lost", "two hosts", "crash loop", "not ready", "from outside"];

function awaySince(scene: Scene, memory: Memory, { kind }: Ending): Instant {
  const { withinMinutes } = scene.facts.settings.crashLoop;
  switch (kind) {
    case "crash loop": {
      const failed = orElse(() => failedTasks(scene.serviceTasks, scene.launchedAt(memory)), []);
      return Math.min(scene.now, ...failed.map(stoppedAt).filter((end) => !scene.isOver(withinMinutes, end)));
    }
    case "not ready":
      return orElse(() => notRunningSince(scene, memory), scene.now);
    case "no capacity":
      return memory.session?.hostSeenAt ?? scene.now;
    case "host lost": {
      // The last minute that it counted, as long as it could.
      const newest = orElse(() => scene.need("packets").packets, []).at(-1);
      return newest === undefined ? scene.now : Math.min(scene.now, newest.at + MINUTE);
    }
    default:
      return scene.now;
  }
}

/** Whether a container that never sleeps is away, and whether it is back. */
export function followIncident(scene: Scene, memory: Memory): Step {
  if (!scene.isAlways || memory.stoppedByHand === true) {
    return { memory: { ...memory, incident: undefined }, actions: [] };
  }
  const cause = scene.desired > 0 && memory.session?.sleep === undefined ? whyAway(scene, memory) : undefined;
  const noted = cause === undefined ? memory : openIncident(scene, memory, cause);
  if (noted.incident === undefined) return { memory: noted, actions: [] };
  const backAt = orElse(() => backSince(scene, noted, noted.incident?.cause), undefined);
  return backAt === undefined ? reportDown(scene, noted, noted.incident) : reportHealed(noted, noted.incident, backAt);
}

/** Its host is there and it does not run on it, or AWS has no host. */
const whyAway = (scene: Scene, memory: Memory): Ending | undefined =>
  orElse(() => crashLoop(scene, memory), undefined) ?? noCapacity(scene, memory);

/** Since when it is back: it runs, can be reached, and after crashes has run for as long as they count. */
function backSince(scene: Scene, memory: Memory, cause: Ending | undefined): Instant | undefined {
  const { session } = memory;
  if (scene.desired === 0 || session === undefined || session.sleep !== undefined) return undefined;
  const task = scene.runningTask;
  if (task?.startedAt === undefined || task.desiredStatus !== "RUNNING") return undefined;
  if (scene.host?.healthy !== true || !isReachable(scene, memory)) return undefined;
  const isStable =
    cause?.kind !== "crash loop" || scene.isOver(scene.facts.settings.crashLoop.withinMinutes, task.startedAt);
  return isStable ? task.startedAt : undefined;
}
