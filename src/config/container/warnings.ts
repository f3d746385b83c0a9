import type { BaseSettings } from "../base/base-schema";
import type { ServiceConfig } from "../compose/service-schema";
import { runningServices } from "../compose/scheduled";
import { dependenciesOf } from "../compose/task-containers";
import { serviceWarnings } from "../compose/service-warnings";
import { inServices, problemIf, type Problem } from "../schema/problem";
import type { ContainerSettings } from "./container-schema";
import { databaseWarnings } from "./database-warnings";
import { fixedAddressWarnings } from "./fixed-address";
import { srvWarnings } from "./srv";
import { hostVolumes } from "./volume-schema";

/** Settings that are valid, but may surprise. Shown at synthesis, which continues. */
export function warnings(container: ContainerSettings, base: BaseSettings): Problem[] {
  return [
    ...inServices(container.services, (service, name) => [
      ...serviceWarnings(service),
      ...databaseWarnings(name, service, container),
      ...relayWarnings(service, container),
    ]),
    ...deployWarnings(container),
    ...unreachedServices(container),
    ...countedServices(container),
    ...volumeWarnings(container),
    ...srvWarnings(container),
    ...wakeWarnings(container),
    ...fixedAddressWarnings(container),
    ...retiredWarnings(container, base),
  ];
}

/** The one thing that ends connections where nothing else does. */
function deployWarnings({ mode, deploy, retired }: ContainerSettings): Problem[] {
  const message =
    "an apply that changes what runs restarts the container and ends connections, unless you write deploy: next_wake, " +
    "which waits for the next host";
  return problemIf(["mode"], !retired && mode === "always" && deploy === "now" && message);
}

/** Compose's network connects all services; here only ports, links and files in common do. */
function unreachedServices({ services }: ContainerSettings): Problem[] {
  const entries = Object.entries(runningServices(services));
  const linked = entries.flatMap(([, service]) => dependenciesOf(service).map(({ service: target }) => target));
  const isAlone = (name: string, service: ServiceConfig) =>
    service.ports.length + dependenciesOf(service).length === 0 &&
    !linked.includes(name) &&
    !entries.some(([other, { mounts }]) => {
      return other !== name && mounts.some(({ volume }) => service.mounts.some((mount) => mount.volume === volume));
    });
  return entries
    .filter(([name, service]) => entries.length > 1 && isAlone(name, service))
    .map(([name]) => {
      const message = `no other service reaches it: if another one needs it, add links: [${name}] to that service`;
      return { path: ["services", name], message, atKey: true };
    });
}

/** Often one of them is a map or an admin page. */
function countedServices({ mode, services, idle }: ContainerSettings): Problem[] {
  const publishing = Object.entries(services).filter(([, { ports }]) => ports.length > 0);
  if (mode === "always" || publishing.length < 2 || idle.ports !== undefined || idle.count === "all_traffic") return [];
  const names = publishing.map(([name]) => name).join(", ");
  const port = publishing[0]?.[1].ports[0]?.hostPort ?? "";
  const message = `connections to ${names} count as players, an open browser tab included: name the players' ports, like idle: {ports: [${port}]}`;
  return [{ path: ["idle", "ports"], message }];
}

function volumeWarnings({ mode, volumes, retired }: ContainerSettings): Problem[] {
  if (retired) return [];
  const when = mode === "always" ? "its host is replaced" : "the container goes to sleep";
  const message = `files on the host's disk are deleted whenever ${when}: do not keep saves here`;
  return hostVolumes(volumes).map((name) => ({ path: ["volumes", name, "storage"], message }));
}

function retiredWarnings({ retired }: ContainerSettings, { delegation }: BaseSettings): Problem[] {
  const message =
    "deletes the container's hosted zone: if you bring the container back, enter its new name servers at your DNS provider";
  return problemIf(["retired"], retired && delegation === "manual" && message);
}

function wakeWarnings({ ipv6, srv, wake }: ContainerSettings): Problem[] {
  const missesIpv6 = ipv6 && srv === undefined && !wake.queryTypes.includes("AAAA");
  const message = "clients that have only IPv6 send AAAA queries, which do not wake the container: add AAAA";
  return problemIf(["wake", "query_types"], missesIpv6 && message);
}

/** Players of such a game connect through the publisher's relay, not to the published ports. */
const RELAYS = /crossplay|relay/i;
const IS_ON = /^(true|yes|on|1)$/i;

function relayWarnings({ environment, command = [] }: ServiceConfig, { mode, idle }: ContainerSettings): Problem[] {
  const message =
    "players who connect through a relay are not counted at the published ports: write idle: {count: all_traffic}";
  if (mode === "always" || idle.count === "all_traffic") return [];
  const switched = Object.entries(environment).filter(
    ([name, value]) => (RELAYS.test(name) && IS_ON.test(value)) || /(^|\s)-+crossplay\b/i.test(value),
  );
  return [
    ...switched.map(([name]) => ({ path: ["environment", name], message, atKey: true })),
    ...(command.some((word) => /^-+crossplay$/i.test(word)) ? [{ path: ["command"], message }] : []),
  ];
}
