import type { z } from "zod";
import { isHole, orElse, rightOnes } from "../schema/holes";
import type { Problem } from "../schema/problem";
import { runRule, withRule } from "../schema/rule";
import { serviceFields } from "./service-fields";

/** One service of a container's file, and the rules between its fields. */
export const serviceSchema = withRule(serviceFields, (service) =>
  [secretVariables, secretFiles, tmpfsProblems, limitProblems].flatMap((rule) => runRule(() => rule(service))),
);

export type ServiceConfig = z.output<typeof serviceFields>;

/** True if the service starts again also after it has ended with exit code 0. */
export const restartsWhenDone = ({ restart }: ServiceConfig): boolean => /^(always|unless-stopped)$/.test(restart);

/** A variable that has its value elsewhere. */
export const TWICE = "is listed under secrets too: keep it there only";
/** Where Compose puts secrets nothing is: the container would not start. */
export const isSecretFile = (value: string): boolean => value.startsWith("/run/secrets/");
export const noSecretFile = (name: string): string =>
  `there is no file of a secret here: remove the line, and list ${name.replace(/_?FILE$/i, "")} under secrets`;

function secretVariables({ secrets: listed, environment }: ServiceConfig): Problem[] {
  return rightOnes(listed)
    .filter(([, { name }]) => Object.hasOwn(environment, name) && !isHole(environment[name]))
    .map(([, { name }]) => ({ path: ["environment", name], message: TWICE, atKey: true }));
}

function secretFiles({ environment }: ServiceConfig): Problem[] {
  return Object.entries(environment)
    .filter(([, value]) => orElse(() => isSecretFile(value), false))
    .map(([name]) => ({ path: ["environment", name], message: noSecretFile(name) }));
}

function tmpfsProblems({ tmpfs: all, mounts: others }: ServiceConfig): Problem[] {
  const mounted = rightOnes(others).map(([, mount]) => mount.path);
  return rightOnes(all)
    .filter(([, { path }]) => mounted.includes(path))
    .map(([index, { path }]) => ({
      path: ["tmpfs", index],
      message: `${path} is a volume already: what is in memory would hide it`,
    }));
}

function limitProblems({
  memoryLimitMiB: limit = Infinity,
  memoryReservationMiB: reserved = 0,
}: ServiceConfig): Problem[] {
  const message = `is below mem_reservation (${reserved}m): the limit must be the larger one`;
  return limit < reserved ? [{ path: ["mem_limit"], message }] : [];
}
