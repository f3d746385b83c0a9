import type { BaseSettings } from "../base/base-schema";
import type { ServiceConfig } from "../compose/service-schema";
import { serviceWarnings } from "../compose/service-warnings";
import type { Problem } from "../schema/problem";
import type { ContainerSettings } from "./container-schema";
import { srvWarnings } from "./srv";
import { hostVolumes } from "./volume-schema";

/** What works, but a person should know. Told at synth; nothing stops. */
export function warnings(container: ContainerSettings, base: BaseSettings): Problem[] {
  const ofServices = Object.entries(container.services).flatMap(([name, service]) =>
    [...serviceWarnings(service), ...relayWarnings(service, container)].map((warning) => ({
      ...warning,
      path: ["services", name, ...warning.path],
    })),
  );
  return [
    ...ofServices,
    ...volumeWarnings(container),
    ...srvWarnings(container),
    ...wakeWarnings(container),
    ...retiredWarnings(container, base),
  ];
}

function volumeWarnings({ volumes, retired }: ContainerSettings): Problem[] {
  if (retired) return [];
  const message = "its files are on the host's disk and are deleted each time it goes to sleep: keep no saves there";
  return hostVolumes(volumes).map((name) => ({ path: ["volumes", name, "storage"], message }));
}

function retiredWarnings({ retired }: ContainerSettings, { delegation }: BaseSettings): Problem[] {
  if (!retired || delegation !== "manual") return [];
  const message =
    "this deletes its hosted zone: if you bring it back, its name servers are new ones, to be entered at the domain's DNS again";
  return [{ path: ["retired"], message }];
}

function wakeWarnings({ ipv6, srv, wake }: ContainerSettings): Problem[] {
  if (!ipv6 || srv !== undefined || wake.queryTypes.includes("AAAA")) return [];
  const message = "with ipv6: true a player who has only IPv6 asks for AAAA alone, and wakes nothing: add AAAA";
  return [{ path: ["wake", "query_types"], message }];
}

/** Players of such a game come through a server of its publisher, not to the published ports. */
const RELAYS = /crossplay|relay/i;
const IS_ON = /^(true|yes|on|1)$/i;

function relayWarnings({ environment, command = [] }: ServiceConfig, { idle }: ContainerSettings): Problem[] {
  const message =
    "players who come through a relay are not seen at the published ports: write idle: {count: all_traffic}";
  if (idle.count === "all_traffic") return [];
  const switched = Object.entries(environment).filter(
    ([name, value]) => (RELAYS.test(name) && IS_ON.test(value)) || /(^|\s)-+crossplay\b/i.test(value),
  );
  return [
    ...switched.map(([name]) => ({ path: ["environment", name], message, atKey: true })),
    ...(command.some((word) => /^-+crossplay$/i.test(word)) ? [{ path: ["command"], message }] : []),
  ];
}
