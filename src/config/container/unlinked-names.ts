import { circleIn } from "../compose/dependency-graph";
import type { ServiceConfig } from "../compose/service-schema";
import { dependenciesOf, graphOf, type Services } from "../compose/task-containers";
import { orElse } from "../schema/holes";
import type { Problem } from "../schema/problem";
import type { ContainerSettings } from "./container-schema";

type Configs = ContainerSettings["configs"];

interface Mention {
  readonly path: readonly string[];
  readonly text: string;
  /** The whole text is a name, where the name of its variable says that it may be a host. */
  readonly isHost: boolean;
}

/** What images call the variable that holds another service's name. */
const NAMES_HOST = /(HOST|HOSTNAME|SERVER|ADDR|ADDRESS|ADDRESSES|URL|URI|ENDPOINT|UPSTREAM|BROKER|BACKEND|PEER)S?$/i;

function mentionsOf(name: string, service: ServiceConfig, configs: Configs): readonly Mention[] {
  const own = ["services", name];
  const words = (field: "command" | "entrypoint") => (): Mention[] =>
    (service[field] ?? []).map((text) => ({ path: [...own, field], text, isHost: false }));
  const ofVariables = (): Mention[] =>
    Object.entries(service.environment).map(([variable, text]) => {
      return { path: [...own, "environment", variable], text, isHost: NAMES_HOST.test(variable) };
    });
  const ofFiles = (): Mention[] =>
    service.configs.map(({ source }) => {
      const { content = "", file } = configs[source] ?? {};
      return { path: ["configs", source, file === undefined ? "content" : "file"], text: content, isHost: false };
    });
  return [ofVariables, words("command"), words("entrypoint"), ofFiles].flatMap((read) => orElse(read, []));
}

/** True if a text has the name where a host would be: alone, after // or @, or before a port. */
function isMentioned(name: string, { text, isHost }: Mention): boolean {
  const quoted = name.replace(/[-]/g, "\\-");
  const asHost = new RegExp(`(^|[\\s,;=(\\["'])${quoted}:\\d|(//|@)${quoted}(?=[:/?\\s,;)"']|$)`);
  return asHost.test(text) || (isHost && text === name);
}

/**
 * A service whose name stands in another one's variables, command or files, without a link. Compose's network would resolve it; ECS
 * in bridge mode has none: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/networking-networkmode-bridge.html
 */
export function unlinkedNames(services: Services, configs: Configs): Problem[] {
  const graph = graphOf(services);
  return Object.entries(services).flatMap(([name, service]) => {
    const own = dependenciesOf(service);
    const known = [name, ...own.map(({ service: other }) => other)];
    const others = Object.keys(services).filter((other) => !known.includes(other));
    return others.flatMap((other): Problem[] => {
      const mention = mentionsOf(name, service, configs).find((text) => orElse(() => isMentioned(other, text), false));
      if (mention === undefined) return [];
      const linked = { dependencies: [...own, { service: other, condition: "START" as const }], stopGraceSeconds: 0 };
      const isCircle = circleIn({ ...graph, [name]: linked }) !== undefined;
      const message = isCircle
        ? `names the service ${other}, which already depends on ${name}, and links work in one direction only: remove that dependency, or publish a port of ${other} and write the public address here`
        : `names the service ${other}, which is reachable only through a link: add links: [${other}] to ${name}`;
      return [{ path: mention.path, message }];
    });
  });
}
