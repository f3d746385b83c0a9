import { circleIn, longestStop } from "../compose/dependency-graph";
import { countOf, hostPorts, MAX_PORTS } from "../compose/ports";
import { restartsWhenDone, type ServiceConfig } from "../compose/service-schema";
import { graphOf, type Services } from "../compose/task-containers";
import { didYouMean } from "../schema/messages";
import { inServices, problemIf, type Problem } from "../schema/problem";
import { isHole, orElse, unbroken } from "../schema/holes";
import { runRule } from "../schema/rule";
import type { ContainerSettings } from "./container-schema";
import { unlinkedNames } from "./unlinked-names";

/** Rules between the services of one file, which share a task and a host. */
export function serviceProblems({ services, configs }: Pick<ContainerSettings, "services" | "configs">): Problem[] {
  const valid = withoutHoles(services);
  return [
    ...unknownServices(services),
    ...[circle, conditions, sharedHostPorts, secretVersions, stopTime].flatMap((rule) => runRule(() => rule(valid))),
    ...unlinkedNames(valid, configs),
  ];
}

/** The services with nothing in place of invalid lists, so that one mistake does not hide others. */
function withoutHoles(services: Services): Services {
  const valid = <Item>(list: readonly Item[]) => orElse(() => unbroken(list).slice(), []);
  const entries = Object.entries(services).filter(([, service]) => !isHole(service));
  const lists = ({ dependsOn, links, ports, secrets }: ServiceConfig) => ({
    dependsOn: valid(dependsOn),
    links: valid(links),
    ports: valid(ports),
    secrets: valid(secrets),
  });
  return Object.fromEntries(entries.map(([name, service]) => [name, { ...service, ...lists(service) }]));
}

/** Every place where a service names another one. */
const referencesOf = ({ dependsOn, links }: ServiceConfig) => [
  ...dependsOn.map(({ service, at }) => ({ service, path: ["depends_on", at] })),
  ...links.map(({ service, at }) => ({ service, path: ["links", at] })),
];

function unknownServices(services: Services): Problem[] {
  const names = Object.keys(services);
  return inServices(services, (service, name) =>
    orElse(() => referencesOf(service), []).flatMap(({ service: other, path }) => {
      if (other === name) return [{ path, message: "is the service itself: remove it" }];
      return problemIf(
        path,
        !names.includes(other) && `there is no service ${other} in this file${didYouMean(other, names)}`,
      );
    }),
  );
}

/** Files that no `configs` at the top declares, or that nothing mounts. */
export function configProblems({ services, configs }: Pick<ContainerSettings, "services" | "configs">): Problem[] {
  const names = Object.keys(configs);
  const mounted = Object.values(services).flatMap((service) => service.configs.map(({ source }) => source));
  return [
    ...inServices(services, (service) =>
      service.configs
        .filter(({ source }) => !names.includes(source))
        .map(({ source, at }) => ({
          path: ["configs", at],
          message: `the file ${source} is not declared: add it under configs at the end of the file${didYouMean(source, names)}`,
        })),
    ),
    ...names
      .filter((name) => !mounted.includes(name))
      .map((name) => ({
        path: ["configs", name],
        message: "is mounted by no service: list it under the configs of one, or remove it",
        atKey: true,
      })),
  ];
}

function circle(services: Services): Problem[] {
  const way = circleIn(graphOf(services));
  const [first, second] = way ?? [];
  if (way === undefined || first === undefined || first === second) return [];
  const message =
    `is a circle: ${way.join(" needs ")}. ECS starts a service after those that it needs, so none could start: ` +
    "remove one of these from depends_on or links";
  return [{ path: ["services", first, "depends_on"], message, atKey: true }];
}

function conditions(services: Services): Problem[] {
  return inServices(services, ({ dependsOn }) =>
    dependsOn.flatMap(({ service: other, condition, at }): Problem[] => {
      const target = services[other];
      const path = ["depends_on", at];
      const unchecked = `${other} has no healthcheck here, and ECS does not see that of its image: write one for ${other}, like healthcheck: {test: [CMD, …]}`;
      if (target === undefined) return [];
      if (condition === "HEALTHY") return problemIf(path, target.healthcheck === undefined && unchecked);
      const isEndless = condition === "SUCCESS" && restartsWhenDone(target);
      return problemIf(
        path,
        isEndless && `${other} never completes with restart: ${target.restart}: write restart: "no"`,
      );
    }),
  );
}

/** All services share one host. */
function sharedHostPorts(services: Services): Problem[] {
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
function secretVersions(services: Services): Problem[] {
  const known = new Map<string, { readonly version: number; readonly owner: string }>();
  return inServices(services, ({ secrets }, name) =>
    secrets.flatMap((secret, index): Problem[] => {
      const first = known.get(secret.name);
      if (first === undefined) known.set(secret.name, { version: secret.version, owner: name });
      if (first === undefined || first.version === secret.version) return [];
      const message = `${secret.name} has version ${first.version} in ${first.owner}, and both use one value: write the same version`;
      return [{ path: ["secrets", index], message }];
    }),
  );
}

const LONGEST_STOP_MINUTES = 15;

function stopTime(services: Services): Problem[] {
  const { services: chain, seconds } = longestStop(graphOf(services));
  const [first] = chain;
  if (first === undefined || chain.length < 2 || seconds <= LONGEST_STOP_MINUTES * 60) return [];
  const message =
    `${chain.join(", ")} stop one after the other, which takes up to ${Math.ceil(seconds / 60)}m with their ` +
    `stop_grace_period: at most ${LONGEST_STOP_MINUTES}m together`;
  return [{ path: ["services", first, "stop_grace_period"], message }];
}
