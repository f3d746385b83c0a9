import { judged, type Finding } from "./findings";
import { isHole, orElse, rightOnes } from "./holes";
import type { ServiceConfig } from "./service-schema";

/** Rules between the fields of one service. */
export const serviceFindings = (service: ServiceConfig): readonly Finding[] =>
  [secretFindings, secretFiles, tmpfsFindings, limitFindings].flatMap((rule) => judged(() => rule(service)));

function secretFindings({ secrets: listed, environment }: ServiceConfig): Finding[] {
  const message = "is listed under secrets too: keep it there only";
  return rightOnes(listed)
    .filter(([, { name }]) => Object.hasOwn(environment, name) && !isHole(environment[name]))
    .map(([, { name }]) => ({ path: ["environment", name], message, atKey: true }));
}

/** Where Compose puts secrets nothing is: the container would not start. */
function secretFiles({ environment }: ServiceConfig): Finding[] {
  const isFile = (value: string): boolean => orElse(() => value.startsWith("/run/secrets/"), false);
  return Object.entries(environment)
    .filter(([, value]) => isFile(value))
    .map(([name]) => ({
      path: ["environment", name],
      message: `there is no file of a secret here: remove the line, and list ${name.replace(/_?FILE$/i, "")} under secrets`,
    }));
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
