import { UNDESCRIBED, type Task } from "../facts";
import type { KnownTask, Memory } from "../memory";
import type { Instant } from "../time";
import { mayWrite, orElse, type Scene } from "./scene";

/**
 * Remembers the tasks that may write, until ECS says that they have stopped or nothing of their host is left. A list that
 * is blank for a moment must not look like the end of a task.
 */
export function noteTasks(scene: Scene, memory: Memory): Memory {
  const read = orElse(() => scene.need("cluster", "machines"), undefined);
  if (read === undefined) return memory;
  const { cluster, machines } = read;
  const isNothingLeft = scene.groupHosts.length === 0 && machines.length === 0;
  const described = cluster.tasks.filter(isDescribed).map(({ arn }) => arn);
  const undescribed = cluster.tasks.map(({ arn }) => arn).filter((arn) => !described.includes(arn));
  const known = Object.keys(memory.tasks).filter((arn) => !isOfFormerHost(scene, memory.tasks[arn]?.hostArn));
  const unseen = [...known, ...undescribed].filter((arn) => !described.includes(arn));
  const missing = (arn: string): KnownTask => ({
    hostArn: memory.tasks[arn]?.hostArn,
    isRun: memory.tasks[arn]?.isRun,
    missingSince: memory.tasks[arn]?.missingSince ?? scene.now,
  });
  const seen = scene.tasks.filter((task) => isDescribed(task) && mayWrite(task));
  return {
    ...memory,
    tasks: Object.fromEntries([
      ...(isNothingLeft ? [] : unseen).map((arn) => [arn, missing(arn)] as const),
      ...seen.map((task): [string, KnownTask] => [
        task.arn,
        { hostArn: task.hostArn, ...(scene.isRun(task) && { isRun: true }) },
      ]),
    ]),
  };
}

/** Where hosts may overlap there is always one: what was on those that the group does not list any more is over. */
function isOfFormerHost(scene: Scene, hostArn: string | undefined): boolean {
  const arns = scene.groupHosts.map(({ instanceId }) => scene.clusterHost(instanceId)?.arn);
  return !scene.hasOneWriter && hostArn !== undefined && !arns.includes(undefined) && !arns.includes(hostArn);
}

/** False for one that ECS lists, and does not say what it is. */
const isDescribed = ({ lastStatus }: Task): boolean => lastStatus !== UNDESCRIBED;

type MissingTask = KnownTask & { readonly arn: string; readonly missingSince: Instant };

/** Tasks of a host that ECS does not list now, and never called stopped; without a host all of them. */
export const missingOn = (memory: Memory, hostArn: string | undefined): readonly MissingTask[] =>
  missingTasks(memory).filter(
    (task) => hostArn === undefined || task.hostArn === undefined || task.hostArn === hostArn,
  );

const missingTasks = ({ tasks }: Memory): readonly MissingTask[] =>
  Object.entries(tasks).flatMap(([arn, task]) =>
    task.missingSince === undefined ? [] : { ...task, arn, missingSince: task.missingSince },
  );

/** Those of the service, as far as is known. */
export const missingServiceTasks = (memory: Memory): readonly MissingTask[] =>
  missingTasks(memory).filter(({ isRun }) => isRun === undefined);
