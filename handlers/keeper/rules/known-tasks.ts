import type { KnownTask, Memory } from "../memory";
import type { Instant } from "../time";
import { mayWrite, orElse, type Scene } from "./scene";

/**
 * Remembers the tasks that may write, until ECS says that they have stopped or nothing of their host is left. A list that
 * is blank for a moment must not look like the end of a task.
 */
export function noteTasks(scene: Scene, memory: Memory): Memory {
  const cluster = orElse(() => scene.need("cluster", "machines"), undefined);
  if (cluster === undefined) return memory;
  const isNothingLeft = scene.groupHosts.length === 0 && cluster.machines.length === 0;
  const listed = cluster.cluster.tasks.map(({ arn }) => arn);
  const missing = Object.entries(memory.tasks).filter(([arn]) => !listed.includes(arn) && !isNothingLeft);
  return {
    ...memory,
    tasks: Object.fromEntries([
      ...missing.map(([arn, task]) => [arn, { ...task, missingSince: task.missingSince ?? scene.now }] as const),
      ...scene.tasks.filter(mayWrite).map(({ arn, hostArn }): [string, KnownTask] => [arn, { hostArn }]),
    ]),
  };
}

type MissingTask = KnownTask & { readonly missingSince: Instant };

/** Tasks of a host that ECS does not list now, and never called stopped; without a host all of them. */
export const missingOn = (memory: Memory, hostArn: string | undefined): readonly MissingTask[] =>
  missingTasks(memory).filter(
    (task) => hostArn === undefined || task.hostArn === undefined || task.hostArn === hostArn,
  );

export const missingTasks = ({ tasks }: Memory): readonly MissingTask[] =>
  Object.values(tasks).flatMap((task) =>
    task.missingSince === undefined ? [] : { ...task, missingSince: task.missingSince },
  );
