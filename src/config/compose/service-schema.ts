import { posix } from "node:path";
import type { z } from "zod";
import { isHole, orElse, validEntries } from "../schema/holes";
import { problemIf, type Problem } from "../schema/problem";
import { runRule, withRule } from "../schema/rule";
import { scheduleProblems } from "./schedule";
import { serviceFields } from "./service-fields";

/** One service of a container's file, and the rules between its fields. */
export const serviceSchema = withRule(serviceFields, (service) =>
  [secretVariables, secretFiles, tmpfsProblems, limitProblems, timesProblems].flatMap((rule) =>
    runRule(() => rule(service)),
  ),
);

export type ServiceConfig = z.output<typeof serviceFields>;

/** True if the service restarts even after exit code 0. */
export const restartsWhenDone = ({ restart }: ServiceConfig): boolean => /^(always|unless-stopped)$/.test(restart);

/** The problem of a variable that is also a secret. */
export const ALSO_SECRET = "is also listed under secrets: keep it there only";
/** Compose mounts secrets as files there. Here no such file exists, and the container would not start. */
export const isSecretFile = (value: string): boolean => value.startsWith("/run/secrets/");
export const noSecretFile = (name: string, file: string): string =>
  `secrets are variables here, not files: remove the line, and list ${name.replace(/_?FILE$/i, "")} under secrets, in place of ${posix.basename(file)}`;

function secretVariables({ secrets: listed, environment }: ServiceConfig): Problem[] {
  return validEntries(listed)
    .filter(([, { name }]) => Object.hasOwn(environment, name) && !isHole(environment[name]))
    .map(([, { name }]) => ({ path: ["environment", name], message: ALSO_SECRET, atKey: true }));
}

function secretFiles({ environment }: ServiceConfig): Problem[] {
  return Object.entries(environment)
    .filter(([, value]) => orElse(() => isSecretFile(value), false))
    .map(([name]) => ({ path: ["environment", name], message: noSecretFile(name, environment[name] ?? "") }));
}

function tmpfsProblems({ tmpfs: all, mounts: others }: ServiceConfig): Problem[] {
  const mounted = validEntries(others).map(([, mount]) => mount.path);
  return validEntries(all)
    .filter(([, { path }]) => mounted.includes(path))
    .map(([index, { path }]) => ({
      path: ["tmpfs", index],
      message: `${path} is also a volume, which this would hide: remove one of them`,
    }));
}

function timesProblems({ schedule, ofSchedule }: ServiceConfig): Problem[] {
  return [
    ...ofSchedule.flatMap((key) =>
      problemIf([key], "has no effect without schedule: write schedule, or remove it", true),
    ),
    ...(schedule === undefined ? [] : scheduleProblems(schedule)),
  ];
}

function limitProblems({
  memoryLimitMiB: limit = Infinity,
  memoryReservationMiB: reserved = 0,
}: ServiceConfig): Problem[] {
  const message = `is below mem_reservation (${reserved}m): raise mem_limit or lower mem_reservation`;
  return problemIf(["mem_limit"], limit < reserved && message);
}
