import type { ServiceNames } from "../../../shared/function-settings";
import type { Exit, Stop } from "../ending";
import type { Container, Task } from "../facts";
import type { Instant } from "../time";

/** How much of AWS's and a registry's words is kept. */
export const LONGEST_REASON = 300;
/**
 * Stops without a request: draining, deployments and people have other codes.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
const OWN_FAULT: readonly (string | undefined)[] = ["TaskFailedToStart", "EssentialContainerExited"];

/** True if it stopped by itself, or its health check failed: ECS starts the next one. */
export const isOwnFault = ({ stopCode, isUnhealthy = false }: Task): boolean =>
  OWN_FAULT.includes(stopCode) || isUnhealthy;

/** True if it never ran: its image, a volume or a secret was not to be had. */
export const neverStarted = ({ stopCode }: Task): boolean => stopCode === "TaskFailedToStart";

/** Its essential containers; all, if it is of an earlier configuration that named them otherwise. */
function essentialOf({ containers }: Task, { essential }: ServiceNames): readonly Container[] {
  const found = containers.filter(({ name }) => essential.includes(name));
  return found.length > 0 ? found : containers;
}

/**
 * True if the agent never started it, because what it waits for failed: it then has exit code 143, as if it had been stopped.
 * handleTerminalDependencyError in agent/engine/task_manager.go of aws/amazon-ecs-agent
 */
const hasFailedDependency = ({ exitCode, reason = "" }: Container): boolean =>
  exitCode === 143 && reason.startsWith("CannotStartContainerError");

/** True if its work was done: its essential containers ended with 0, some perhaps with 143, as they were asked to stop then. */
export function isDone(task: Task, services: ServiceNames): boolean {
  const containers = essentialOf(task, services);
  return (
    task.stopCode === "EssentialContainerExited" &&
    containers.some(({ exitCode }) => exitCode === 0) &&
    containers.every((container) => [0, 143].includes(container.exitCode ?? NaN) && !hasFailedDependency(container))
  );
}

/** True if a container that is done goes to sleep, and is not started again. */
export const maySleepWhenDone = ({ essential, restartedWhenDone }: ServiceNames): boolean =>
  !essential.some((name) => restartedWhenDone.includes(name));

/** Non-essential containers of a running task that are down and were to stay up, or failed; the task goes on without them. */
export const stoppedBeside = (
  { containers }: Task,
  { nonEssential, restartedWhenDone }: ServiceNames,
): readonly Container[] =>
  containers.filter(
    ({ name, isStopped, exitCode }) =>
      isStopped && nonEssential.includes(name) && (exitCode !== 0 || restartedWhenDone.includes(name)),
  );

/** Tasks since an instant that stopped by themselves, each once, the newest last. */
export function failedTasks(tasks: readonly Task[], since: Instant): readonly Task[] {
  const failed = tasks.filter((task) => task.lastStatus === "STOPPED" && isOwnFault(task) && task.createdAt >= since);
  const once = new Map(failed.map((task) => [task.arn, task]));
  return [...once.values()].toSorted((a, b) => stoppedAt(a) - stoppedAt(b));
}

export const stoppedAt = (task: Task): Instant => task.stoppedAt ?? task.createdAt;

/** What mails report about a stopped task. */
export function stopOf(task: Task, services: ServiceNames): Stop {
  const { stopCode = "", stoppedReason = "" } = task;
  const containers = task.containers.filter((container) => !hasFailedDependency(container));
  const essential = essentialOf(task, services);
  const exits = exitsOf(essential);
  return {
    code: stopCode,
    reason: [stoppedReason, ...containers.map(({ name, reason = "" }) => reasonOf(name, reason, containers))]
      .filter((reason) => reason !== "")
      .join("; ")
      .slice(0, LONGEST_REASON),
    // One that never ran waited for another, which may have failed.
    exits: exits.length === 0 || essential.some(hasFailedDependency) ? exitsOf(containers) : exits,
  };
}

const exitsOf = (containers: readonly Container[]): readonly Exit[] =>
  containers.flatMap(({ name, exitCode }) => (exitCode === undefined ? [] : { service: name, exitCode }));

const reasonOf = (name: string, reason: string, { length }: readonly Container[]): string =>
  reason === "" || length < 2 ? reason : `${name}: ${reason}`;
