import { problemIf, type Problem } from "../schema/problem";
import type { ScheduleConfig } from "./schedule";
import type { ServiceConfig } from "./service-schema";
import type { Services } from "./task-containers";

/** A service that runs at times, as a task of its own. */
export interface ScheduledService {
  readonly name: string;
  readonly spec: ServiceConfig;
  readonly schedule: ScheduleConfig;
}

/** The services of the one task that runs as long as the host does. */
export const runningServices = (services: Services): Services =>
  Object.fromEntries(Object.entries(services).filter(([, { schedule }]) => schedule === undefined));

export const scheduledServices = (services: Services): readonly ScheduledService[] =>
  Object.entries(services).flatMap(([name, spec]) =>
    spec.schedule === undefined ? [] : [{ name, spec, schedule: spec.schedule }],
  );

/** The statements for their roles fit into keeper's policy. */
const MOST = 15;
/** Its task's name, the schedule's and the token of each run contain it. */
const LONGEST_NAME = 20;

/** What a service that runs at times cannot have: it is alone in its task, for nobody to reach. */
export function scheduledProblems(services: Services): Problem[] {
  const scheduled = scheduledServices(services);
  const names = scheduled.map(({ name }) => name);
  const [tooMany] = names.slice(MOST);
  return [
    ...problemIf(
      ["services", tooMany ?? ""],
      tooMany !== undefined && `is one too many: ${MOST} services with a schedule are the most`,
      true,
    ),
    ...scheduled.flatMap(({ name }, index) => {
      const same = names.slice(0, index).find((other) => other.toLowerCase() === name.toLowerCase());
      return problemIf(
        ["services", name],
        same && `differs from ${same} only in upper and lower case, but IAM ignores case in the names of their roles`,
        true,
      );
    }),
    ...scheduled.flatMap(({ name, spec }) => {
      const at = (key: string) => ["services", name, key];
      const alone = "does not go with schedule: a run is a task of its own";
      return [
        ...problemIf(
          ["services", name],
          name.length > LONGEST_NAME && "is too long: with schedule, at most 20 characters",
          true,
        ),
        ...problemIf(at("ports"), spec.ports.length > 0 && `${alone}, which nobody connects to`),
        ...problemIf(at("depends_on"), spec.dependsOn.length > 0 && `${alone}, which waits for no other`),
        ...problemIf(at("links"), spec.links.length > 0 && `${alone}, which reaches no other`),
      ];
    }),
    ...Object.entries(services).flatMap(([name, { dependsOn, links }]) =>
      [
        ...dependsOn.map(({ service, at }) => ({ service, path: ["services", name, "depends_on", at] })),
        ...links.map(({ service, at }) => ({ service, path: ["services", name, "links", at] })),
      ].flatMap(({ service, path }) =>
        problemIf(path, names.includes(service) && `${service} has a schedule, so it is not there all the time`),
      ),
    ),
  ];
}
