import type { Stop } from "../ending";
import type { Task } from "../facts";
import type { Instant } from "../time";

/** How much of AWS's and a registry's words is kept. */
const LONGEST_REASON = 300;
/**
 * Stops without a request: draining, deployments and people have other codes.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
const OWN_FAULT: readonly (string | undefined)[] = ["TaskFailedToStart", "EssentialContainerExited"];

/** True if it stopped by itself: ECS starts the next one. */
export const isOwnFault = ({ stopCode }: Task): boolean => OWN_FAULT.includes(stopCode);

/** True if it never ran: its image, a volume or a secret was not to be had. */
export const neverStarted = ({ stopCode }: Task): boolean => stopCode === "TaskFailedToStart";

/** True if its work was done: its containers ended with 0, some perhaps with 143, as they were asked to stop then. */
export const isDone = ({ stopCode, containers }: Task): boolean =>
  stopCode === "EssentialContainerExited" &&
  containers.some(({ exitCode }) => exitCode === 0) &&
  containers.every(({ exitCode }) => exitCode === 0 || exitCode === 143);

/** Tasks since an instant that stopped by themselves, each once, the newest last. */
export function failedTasks(tasks: readonly Task[], since: Instant): readonly Task[] {
  const failed = tasks.filter((task) => task.lastStatus === "STOPPED" && isOwnFault(task) && task.createdAt >= since);
  const once = new Map(failed.map((task) => [task.arn, task]));
  return [...once.values()].toSorted((a, b) => stoppedAt(a) - stoppedAt(b));
}

export const stoppedAt = (task: Task): Instant => task.stoppedAt ?? task.createdAt;

/** What mails report about a stopped task. */
export const stopOf = ({ stopCode = "", stoppedReason = "", containers }: Task): Stop => ({
  code: stopCode,
  reason: [stoppedReason, ...containers.map(({ reason = "" }) => reason)]
    .filter((reason) => reason !== "")
    .join("; ")
    .slice(0, LONGEST_REASON),
  exitCodes: containers.flatMap(({ exitCode }) => exitCode ?? []),
});
