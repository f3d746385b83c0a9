import { judged, type Finding } from "../schema/rule";
import { isHole, orElse, rightOnes } from "../schema/holes";
import type { ServiceConfig } from "./service-schema";

/** Rules between the fields of one service. */
export const serviceFindings = (service: ServiceConfig): readonly Finding[] =>
  [secretFindings, secretFiles, tmpfsFindings, limitFindings].flatMap((rule) => judged(() => rule(service)));

/** What is told of a variable that has its value elsewhere. */
export const TWICE = "is listed under secrets too: keep it there only";
/** Where Compose puts secrets nothing is: the container would not start. */
export const isSecretFile = (value: string): boolean => value.startsWith("/run/secrets/");
export const noSecretFile = (name: string): string =>
  `there is no file of a secret here: remove the line, and list ${name.replace(/_?FILE$/i, "")} under secrets`;

function secretFindings({ secrets: listed, environment }: ServiceConfig): Finding[] {
  return rightOnes(listed)
    .filter(([, { name }]) => Object.hasOwn(environment, name) && !isHole(environment[name]))
    .map(([, { name }]) => ({ path: ["environment", name], message: TWICE, atKey: true }));
}

function secretFiles({ environment }: ServiceConfig): Finding[] {
  return Object.entries(environment)
    .filter(([, value]) => orElse(() => isSecretFile(value), false))
    .map(([name]) => ({ path: ["environment", name], message: noSecretFile(name) }));
}

function tmpfsFindings({ tmpfs: all, mounts: others }: ServiceConfig): Finding[] {
  const mounted = rightOnes(others).map(([, mount]) => mount.path);
  return rightOnes(all)
    .filter(([, { path }]) => mounted.includes(path))
    .map(([index, { path }]) => ({
      path: ["tmpfs", index],
      message: `${path} is a volume already: what is in memory would hide it`,
    }));
}

function limitFindings({
  memoryLimitMiB: limit = Infinity,
  memoryReservationMiB: reserved = 0,
}: ServiceConfig): Finding[] {
  const message = `is below mem_reservation (${reserved}m): the limit must be the larger one`;
  return limit < reserved ? [{ path: ["mem_limit"], message }] : [];
}
