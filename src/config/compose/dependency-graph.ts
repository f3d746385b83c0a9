import type { Dependency } from "./depends-on";

/** What the graph needs to know of a service. */
export interface Node {
  /** What must have started (or be healthy, or have ended) first: of `depends_on` and `links`, each service once. */
  readonly dependencies: readonly Dependency[];
  readonly stopGraceSeconds: number;
}

/** The services of a file by name. */
export type Graph = Readonly<Record<string, Node>>;

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

/** These services and all that they lead to, each after what it leads to; with a circle, which is reported elsewhere, in some order. */
function reached(names: readonly string[], next: (name: string) => readonly string[]): readonly string[] {
  const entered = new Set<string>();
  const order: string[] = [];
  const visit = (name: string): void => {
    if (entered.has(name)) return;
    entered.add(name);
    next(name).forEach(visit);
    order.push(name);
  };
  names.forEach(visit);
  return order;
}

interface Chain {
  readonly services: readonly string[];
  readonly seconds: number;
}

const longestOf = (chains: Iterable<Chain | undefined>): Chain =>
  [...chains].reduce<Chain>((one, other) => (other !== undefined && other.seconds > one.seconds ? other : one), {
    services: [],
    seconds: 0,
  });

/** The services that stop one after the other and take longest, and how long: the grace of the task. */
export function longestStop(graph: Graph): Chain {
  const chains = new Map<string, Chain>();
  for (const name of reached(Object.keys(graph), (of) => nextOf(graph, of))) {
    const { services, seconds } = longestOf(needs(graph, name).map((next) => chains.get(next)));
    chains.set(name, { services: [name, ...services], seconds: seconds + (graph[name]?.stopGraceSeconds ?? 0) });
  }
  return longestOf(chains.values());
}

/** Services that some of these need while they run, themselves included: not those that must only have ended before. */
export function neededBy(graph: Graph, names: readonly string[]): readonly string[] {
  const found = reached(names, (name) => needs(graph, name));
  return Object.keys(graph).filter((name) => found.includes(name));
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
