import type { Dependency } from "./depends-on";

/** What the graph needs to know of a service. */
export interface Node {
  /** What must have started (or be healthy, or have ended) first: of `depends_on` and `links`, each service once. */
  readonly dependencies: readonly Dependency[];
  readonly stopGraceSeconds: number;
}

/** The services of a file by name. */
export type Graph<N extends Node = Node> = Readonly<Record<string, N>>;

/** A way from a service back to itself, like [web, db, web]; undefined if there is none. */
export function circleIn(graph: Graph): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (name: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (done.has(name)) return undefined;
    const circle = nextOf(graph, name)
      .map((next) => visit(next, [...way, name]))
      .find((found) => found !== undefined);
    done.add(name);
    return circle;
  };
  return Object.keys(graph)
    .map((name) => visit(name, []))
    .find((found) => found !== undefined);
}

/**
 * Which services must have stopped before each one does: those that depend on it. ECS stops a container when all of these
 * have stopped (verifyShutdownOrder in agent/engine/dependencygraph/graph.go of aws/amazon-ecs-agent).
 */
export const stopOrder = (graph: Graph): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.keys(graph).map((name) => [name, Object.keys(graph).filter((other) => needs(graph, other).includes(name))]),
  );

/** The services, each after all that it depends on; with a circle, which is reported elsewhere, in some order. */
function startOrder(graph: Graph): readonly string[] {
  const entered = new Set<string>();
  const order: string[] = [];
  const visit = (name: string): void => {
    if (entered.has(name)) return;
    entered.add(name);
    nextOf(graph, name).forEach((next) => visit(next));
    order.push(name);
  };
  Object.keys(graph).forEach(visit);
  return order;
}

/** The services that stop one after the other and take longest, and how long: the grace of the task. */
export function longestStop(graph: Graph): { readonly services: readonly string[]; readonly seconds: number } {
  const chains = new Map<string, { services: readonly string[]; seconds: number }>();
  for (const name of startOrder(graph)) {
    const after = needs(graph, name).map((next) => chains.get(next));
    const longest = after.reduce(
      (one, other) => ((other?.seconds ?? 0) > (one?.seconds ?? 0) ? other : one),
      undefined,
    );
    const { services = [], seconds = 0 } = longest ?? {};
    chains.set(name, { services: [name, ...services], seconds: seconds + (graph[name]?.stopGraceSeconds ?? 0) });
  }
  return [...chains.values()].reduce((one, other) => (other.seconds > one.seconds ? other : one), {
    services: [],
    seconds: 0,
  });
}

/** Services that some of these need while they run, themselves included: not those that must only have ended before. */
export function neededBy(graph: Graph, names: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    needs(graph, name).forEach(visit);
  };
  names.forEach(visit);
  return Object.keys(graph).filter((name) => found.has(name));
}

/** What a service needs while it runs: what must only end before it starts does not run beside it. */
const needs = (graph: Graph, name: string): readonly string[] =>
  nextOf(graph, name, ({ condition }) => condition !== "SUCCESS");

/** Names that the graph knows: an unknown one is reported elsewhere. */
const nextOf = (
  graph: Graph,
  name: string,
  which: (dependency: Dependency) => boolean = () => true,
): readonly string[] =>
  (graph[name]?.dependencies ?? [])
    .filter((dependency) => which(dependency) && Object.hasOwn(graph, dependency.service))
    .map(({ service }) => service);
