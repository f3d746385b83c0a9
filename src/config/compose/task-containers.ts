import type { Dependency } from "./depends-on";
import { type Graph, longestStop, neededBy, type Node, stopOrder } from "./dependency-graph";
import { hostPorts } from "./ports";
import type { ServiceConfig } from "./service-schema";

export type Services = Readonly<Record<string, ServiceConfig>>;

/** A service, and how it stands to the others of its task. */
export interface TaskContainer {
  readonly name: string;
  readonly spec: ServiceConfig;
  /** Its end is the end of the task. */
  readonly essential: boolean;
  /** What starts first, each service once; `links` and `depends_on` together. */
  readonly dependencies: readonly Dependency[];
  /** As ECS takes them: `service:alias`. */
  readonly links: readonly string[];
  /** What other services reach it by; undefined where none does, or where it has a hostname of its own. */
  readonly hostname: string | undefined;
  /** Variables that docker would otherwise copy from linked services, secrets included. */
  readonly emptied: readonly string[];
}

/** What a service waits for: a link is a START dependency, if `depends_on` names no other condition. */
export function dependenciesOf({ dependsOn, links }: ServiceConfig): readonly Dependency[] {
  const linked = links.filter(({ service }) => dependsOn.every((other) => other.service !== service));
  const names = [...new Set(linked.map(({ service }) => service))];
  const written = dependsOn.map(({ service, condition }) => ({ service, condition }));
  return [...written, ...names.map((service): Dependency => ({ service, condition: "START" }))];
}

/** The services of a file as a graph. */
export const graphOf = (services: Services): Graph =>
  Object.fromEntries(
    Object.entries(services).map(([name, service]): [string, Node] => [
      name,
      { dependencies: dependenciesOf(service), stopGraceSeconds: service.stopGraceSeconds },
    ]),
  );

/**
 * The services whose end ends the task: with a counted port, and what these need. Without any such port, all. Never those that
 * are only there to end before another one starts, which AWS would refuse:
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
 */
function essentialServices(services: Services, isCounted: (hostPort: number) => boolean): readonly string[] {
  const graph = graphOf(services);
  const running = Object.keys(graph).filter((name) => runsOn(graph, name));
  const counted = running.filter((name) => services[name]?.ports.some((range) => hostPorts(range).some(isCounted)));
  return neededBy(graph, counted.length > 0 ? counted : running);
}

const runsOn = (graph: Graph, name: string): boolean =>
  Object.values(graph).every(({ dependencies }) =>
    dependencies.every(({ service, condition }) => service !== name || condition !== "SUCCESS"),
  );

/** How long the task may take to stop: the longest sum along services that stop one after the other. */
export const stopGraceSeconds = (services: Services): number => longestStop(graphOf(services)).seconds;

/** Of each service its grace, and the services that stop before it does. */
export function stops(services: Services) {
  const graph = graphOf(services);
  const order = stopOrder(graph);
  return Object.entries(graph).map(([service, { stopGraceSeconds: graceSeconds }]) => ({
    service,
    graceSeconds,
    after: order[service] ?? [],
  }));
}

/** docker's own hostnames: https://www.rfc-editor.org/rfc/rfc1123#section-2.1 */
const HOSTNAME = /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/;
/**
 * docker gives a linked container's variables to the linker as `<ALIAS>_ENV_<NAME>`, and sets `<ALIAS>_PORT=tcp://…`, which
 * images read as a port of their own (daemon/links/links.go of moby/moby). So the alias is none that an image knows; the name
 * itself is the linked container's hostname, which docker writes into the linker's /etc/hosts, too.
 */
const ALIAS_PREFIX = "wod-";

/** True if other services reach it by its hostname. */
const isNamedByHost = (name: string, { hostname }: ServiceConfig): boolean =>
  HOSTNAME.test(name) && (hostname === undefined || hostname === name);

/**
 * The containers of a file's one task.
 *
 * @param counted host ports on which players count; undefined is all
 */
export function taskContainers(services: Services, counted?: readonly number[]): readonly TaskContainer[] {
  const essential = essentialServices(services, (hostPort) => counted?.includes(hostPort) ?? true);
  const linked = new Set(Object.values(services).flatMap(targetsOf));
  return Object.entries(services).map(([name, spec]) => {
    const aliases = aliasesOf(spec, services);
    return {
      name,
      spec,
      essential: essential.includes(name),
      dependencies: dependenciesOf(spec),
      links: aliases.map(([target, alias]) => (target === alias ? target : `${target}:${alias}`)),
      hostname: linked.has(name) && isNamedByHost(name, spec) ? name : spec.hostname,
      emptied: aliases.flatMap(([target, alias]) => copiesOf(alias, services[target])),
    };
  });
}

/** Services that a service reaches: not those that have ended before it starts. */
const targetsOf = (service: ServiceConfig): readonly string[] =>
  dependenciesOf(service)
    .filter(({ condition }) => condition !== "SUCCESS")
    .map(({ service: target }) => target);

function aliasesOf(service: ServiceConfig, services: Services): readonly (readonly [target: string, alias: string])[] {
  const own = targetsOf(service).map((target) => {
    const other = services[target];
    return [target, other && isNamedByHost(target, other) ? `${ALIAS_PREFIX}${target}` : target] as const;
  });
  const written = service.links.flatMap(({ service: target, alias }) =>
    alias === undefined ? [] : [[target, alias] as const],
  );
  return [...own, ...written];
}

const copiesOf = (alias: string, target: ServiceConfig | undefined): readonly string[] => {
  const prefix = alias.toUpperCase().replaceAll("-", "_");
  const names = [...Object.keys(target?.environment ?? {}), ...(target?.secrets ?? []).map(({ name }) => name)];
  return names.map((name) => `${prefix}_ENV_${name}`);
};
