import { circleIn } from "../compose/dependency-graph";
import type { ServiceConfig } from "../compose/service-schema";
import { dependenciesOf, graphOf, type Services } from "../compose/task-containers";
import { orElse } from "../schema/holes";
import type { Problem } from "../schema/problem";

interface Mention {
  readonly path: readonly string[];
  readonly text: string;
  /** The whole text is a name, where the name of its variable says that it may be a host. */
  readonly isHost: boolean;
}

/** What images call the variable that holds another service's name. */
const NAMES_HOST = /(HOST|HOSTNAME|SERVER|ADDR|ADDRESS|ADDRESSES|URL|URI|ENDPOINT|UPSTREAM|BROKER|BACKEND|PEER)S?$/i;

function mentionsOf({ environment, command = [], entrypoint = [] }: ServiceConfig): readonly Mention[] {
  return [
    ...Object.entries(environment).map(([name, text]) => ({
      path: ["environment", name],
      text,
      isHost: NAMES_HOST.test(name),
    })),
    ...command.map((text) => ({ path: ["command"], text, isHost: false })),
    ...entrypoint.map((text) => ({ path: ["entrypoint"], text, isHost: false })),
  ];
}

/** True if a text has the name where a host would be: alone, after // or @, or before a port. */
function isMentioned(name: string, { text, isHost }: Mention): boolean {
  const quoted = name.replace(/[-]/g, "\\-");
  const asHost = new RegExp(`(^|[\\s,;=(\\["'])${quoted}:\\d|(//|@)${quoted}(?=[:/?\\s,;)"']|$)`);
  return asHost.test(text) || (isHost && text === name);
}

/**
 * A service whose name stands in another one's variables or command, without a link. Compose's network would resolve it; ECS
 * in bridge mode has none: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/networking-networkmode-bridge.html
 */
export function unlinkedNames(services: Services): Problem[] {
  const graph = graphOf(services);
  return Object.entries(services).flatMap(([name, service]) => {
    const known = dependenciesOf(service).map(({ service: other }) => other);
    const others = Object.keys(services).filter((other) => other !== name && !known.includes(other));
    return others.flatMap((other): Problem[] => {
      const mention = mentionsOf(service).find((text) => orElse(() => isMentioned(other, text), false));
      if (mention === undefined) return [];
      const linked = {
        ...graph[name],
        dependencies: [...(graph[name]?.dependencies ?? []), { service: other, condition: "START" as const }],
      };
      const isCircle = circleIn({ ...graph, [name]: { stopGraceSeconds: 0, ...linked } }) !== undefined;
      const message = isCircle
        ? `names the service ${other}, which already needs ${name}: services reach each other in one direction only`
        : `names the service ${other}, which is reachable only through a link: add links: [${other}] to ${name}`;
      return [{ path: ["services", name, ...mention.path], message }];
    });
  });
}
