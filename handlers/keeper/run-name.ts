import type { DueRun } from "./facts";
import { instantOf } from "./time";

const NAME = /^([A-Za-z0-9_-]+)\/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/**
 * What a run's task is startedBy, which has only letters, digits, hyphens, slashes and underscores:
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
 */
export const runName = ({ service, dueAt }: DueRun): string =>
  `${service}/${new Date(dueAt).toISOString().replace(/[-:]|\.\d+/g, "")}`;

/** The run of such a name; undefined if it is none. */
export function runOf(name: string | undefined): DueRun | undefined {
  const [, service, year, month, day, hours, minutes, seconds] = NAME.exec(name ?? "") ?? [];
  const dueAt = instantOf(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
  return service === undefined || dueAt === undefined ? undefined : { service, dueAt };
}
