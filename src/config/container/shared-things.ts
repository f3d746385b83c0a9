import { countOf, hostPorts, MAX_PORTS } from "../compose/ports";
import type { Services } from "../compose/task-containers";
import { inServices, problemIf, type Problem } from "../schema/problem";

/** "Containers per task definition", which is fixed: https://docs.aws.amazon.com/general/latest/gr/ecs-service.html */
const MAX_SERVICES = 10;

export function tooManyServices(services: Services): Problem[] {
  const [eleventh] = Object.keys(services).slice(MAX_SERVICES);
  const message = `is one service too many: ECS takes ${MAX_SERVICES} containers in a task, so put the others in a file of their own`;
  return problemIf(["services", eleventh ?? ""], eleventh !== undefined && message, true);
}

/** All services share one host. */
export function sharedHostPorts(services: Services): Problem[] {
  const owners = new Map<string, string>();
  let published = 0;
  return inServices(services, ({ ports }, name) =>
    ports.flatMap((range, index) => {
      const path = ["ports", index];
      const numbers = hostPorts(range).map((port) => `${port}/${range.protocol}`);
      const taken = numbers.find((port) => (owners.get(port) ?? name) !== name);
      for (const port of numbers) if (!owners.has(port)) owners.set(port, name);
      const before = published;
      published += range.count;
      // More in one service alone is reported there.
      const isFirstTooMany = before <= MAX_PORTS && published > MAX_PORTS && countOf(ports) <= MAX_PORTS;
      const tooMany = `publishes more than ${MAX_PORTS} ports together with the services above: ECS reserves no more on one host`;
      return [
        ...problemIf(
          path,
          taken && `host port ${taken} is published by ${owners.get(taken) ?? ""} too: choose another one`,
        ),
        ...problemIf(path, isFirstTooMany && tooMany),
      ];
    }),
  );
}

/** Services that list one secret share its parameter, which has one version. */
export function secretVersions(services: Services): Problem[] {
  const known = new Map<string, { readonly version: number; readonly owner: string }>();
  return inServices(services, ({ secrets }, name) =>
    secrets.flatMap((secret, index): Problem[] => {
      if (secret.from !== undefined) return [];
      const first = known.get(secret.name);
      if (first === undefined) known.set(secret.name, { version: secret.version, owner: name });
      if (first === undefined || first.version === secret.version) return [];
      const message = `${secret.name} has version ${first.version} in ${first.owner}, and both use one value: write the same version`;
      return [{ path: ["secrets", index], message }];
    }),
  );
}

/** Paths at which docker would mount two things, and names by which a service would reach two others. */
export function sameNames(services: Services): Problem[] {
  return inServices(services, ({ mounts, configs, links }) => {
    const paths = [...mounts.map(({ path }) => path), ...configs.map(({ target }) => target)];
    const aliases = links.map(({ alias, service }) => alias ?? service);
    const isTwice = (all: readonly string[], name: string, index: number): boolean => all.indexOf(name) < index;
    return [
      ...configs.flatMap(({ target, at }, index) =>
        problemIf(
          ["configs", at],
          isTwice(paths, target, mounts.length + index) &&
            `something else is mounted at ${target}: choose another target`,
        ),
      ),
      ...links.flatMap(({ at }, index) => {
        const name = aliases[index] ?? "";
        const first = links[aliases.indexOf(name)]?.service ?? "";
        return problemIf(
          ["links", at],
          isTwice(aliases, name, index) && `${name} is a name of ${first} already: choose another`,
        );
      }),
    ];
  });
}
