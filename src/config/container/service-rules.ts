import type { Dependency } from "../compose/depends-on";
import { circleIn, longestStop } from "../compose/dependency-graph";
import { restartsWhenDone, type ServiceConfig } from "../compose/service-schema";
import { runningServices, scheduledProblems } from "../compose/scheduled";
import { dependenciesOf, graphOf, type Services } from "../compose/task-containers";
import { didYouMean } from "../schema/messages";
import { inServices, problemIf, type Problem } from "../schema/problem";
import { isHole, orElse, unbroken } from "../schema/holes";
import { runRule } from "../schema/rule";
import type { ContainerSettings } from "./container-schema";
import { sameNames, secretVersions, sharedHostPorts, tooManyServices } from "./shared-things";
import { unlinkedNames } from "./unlinked-names";

/** Rules between the services of one file, which share a task and a host. */
export function serviceProblems({ services, configs }: Pick<ContainerSettings, "services" | "configs">): Problem[] {
  const valid = withoutHoles(services);
  const running = orElse(() => runningServices(valid), {});
  return [
    ...unknownServices(services),
    ...[secretVersions, sameNames, scheduledProblems].flatMap((rule) => runRule(() => rule(valid))),
    ...[tooManyServices, circle, conditions, sharedHostPorts, stopTime].flatMap((rule) => runRule(() => rule(running))),
    ...unlinkedNames(running, configs),
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
const referencesOf = ({ dependsOn, links }: Pick<ServiceConfig, "dependsOn" | "links">) => [
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
        .map(({ source, at }) => {
          const near = didYouMean(source, names);
          const message = `there is no ${source} under configs${near === "" ? ": add it at the end of this file" : near}`;
          return { path: ["configs", at], message };
        }),
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
  const [first = "", second] = way ?? [];
  const reference = referencesOf(services[first] ?? { dependsOn: [], links: [] }).find((one) => one.service === second);
  if (way === undefined || reference === undefined || first === second) return [];
  const message =
    `is a circular dependency: ${way.join(" needs ")}. None of them could start: ` +
    "remove one from another's depends_on or links";
  return [{ path: ["services", first, ...reference.path], message }];
}

function conditions(services: Services): Problem[] {
  return inServices(services, ({ dependsOn }, name) =>
    dependsOn.flatMap(({ service: other, condition, at }): Problem[] => {
      const target = services[other];
      const path = ["depends_on", at];
      const unchecked = `${other} has no healthcheck in this file, and ECS ignores the image's: add one to ${other}, like healthcheck: {test: [CMD, …]}`;
      if (target === undefined) return [];
      if (condition === "HEALTHY") return problemIf(path, target.healthcheck === undefined && unchecked);
      if (condition !== "SUCCESS") return [];
      const needsIt = ({ service, condition: when }: Dependency): boolean => service === other && when !== "SUCCESS";
      const [user] = Object.keys(services).filter((one) => dependenciesOf(services[one] ?? target).some(needsIt));
      const endless = `${other} never completes with restart: ${target.restart}: write restart: "no"`;
      const used = `${other} must have ended before ${name} starts, but ${user ?? ""} needs it while it runs: ECS takes one of both`;
      return [...problemIf(path, restartsWhenDone(target) && endless), ...problemIf(path, user !== undefined && used)];
    }),
  );
}

const LONGEST_STOP_MINUTES = 15;
/** Like 8m, or 1m30s. */
const durationText = (seconds: number): string =>
  [`${Math.floor(seconds / 60)}m`, `${seconds % 60}s`].filter((part) => !/^0/.test(part)).join("") || "0s";

function stopTime(services: Services): Problem[] {
  const { services: chain, seconds } = longestStop(graphOf(services));
  const graceOf = (name: string): number => services[name]?.stopGraceSeconds ?? 0;
  const [longest] = chain.toSorted((one, other) => graceOf(other) - graceOf(one));
  if (longest === undefined || chain.length < 2 || seconds <= LONGEST_STOP_MINUTES * 60) return [];
  const graces = chain.map((name) => `${name} (${durationText(graceOf(name))})`);
  const message = `${graces.join(", ")} stop one after another, in up to ${durationText(seconds)}: shorten one, since ${LONGEST_STOP_MINUTES}m is the most`;
  return [{ path: ["services", longest, "stop_grace_period"], message }];
}
