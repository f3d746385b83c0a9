import { EPHEMERAL_PORTS, isEphemeral } from "../lib/ephemeral-ports";
import type { BaseSettings } from "./base-schema";
import type { ContainerSettings } from "./container-schema";
import type { Finding } from "./findings";
import { hostPorts, type PortRange } from "./ports";
import type { ServiceConfig } from "./service-schema";
import { srvAdvice } from "./srv";
import { hostVolumes } from "./volume-schema";

const LOOKS_SECRET = /(PASS|PASSWORD|PASSWD|TOKEN|SECRET|API_?KEY)$/i;

/** What works, but a person should know. Told at synth; nothing stops. */
export function advice(container: ContainerSettings, base: BaseSettings): Finding[] {
  const ofServices = Object.entries(container.services).flatMap(([name, service]) =>
    [...portAdvice(service), ...secretAdvice(service), ...restartAdvice(service)].map((finding) => ({
      ...finding,
      path: ["services", name, ...finding.path],
    })),
  );
  return [
    ...ofServices,
    ...volumeAdvice(container),
    ...srvAdvice(container),
    ...wakeAdvice(container),
    ...retiredAdvice(container, base),
  ];
}

function volumeAdvice({ volumes, retired }: ContainerSettings): Finding[] {
  if (retired) return [];
  const message = "its files are on the host's disk and are deleted each time it goes to sleep: keep no saves there";
  return hostVolumes(volumes).map((name) => ({ path: ["volumes", name, "storage"], message }));
}

function retiredAdvice({ retired }: ContainerSettings, { delegation }: BaseSettings): Finding[] {
  if (!retired || delegation !== "manual") return [];
  const message =
    "this deletes its hosted zone: if you bring it back, its name servers are new ones, to be entered at the domain's DNS again";
  return [{ path: ["retired"], message }];
}

function wakeAdvice({ ipv6, srv, wake }: ContainerSettings): Finding[] {
  if (!ipv6 || srv !== undefined || wake.queryTypes.includes("AAAA")) return [];
  const message = "with ipv6: true a player who has only IPv6 asks for AAAA alone, and wakes nothing: add AAAA";
  return [{ path: ["wake", "query_types"], message }];
}

function portAdvice({ ports }: ServiceConfig): Finding[] {
  return ports.flatMap((range, index): Finding[] => {
    const path = ["ports", index];
    const high = hostPorts(range).find(isEphemeral);
    const both = ports
      .slice(0, index)
      .some((earlier) => earlier.protocol !== range.protocol && insideOverlaps(earlier, range));
    return [
      high !== undefined &&
        `host port ${high} lies where Linux picks ports itself: the host reserves it at boot, a port below ${EPHEMERAL_PORTS.first} needs no such care`,
      both &&
        "one container port with both tcp and udp: ECS documents that it may refuse this, try it before game night",
    ]
      .filter((message) => message !== false)
      .map((message) => ({ path, message }));
  });
}

function secretAdvice({ environment }: ServiceConfig): Finding[] {
  return Object.entries(environment)
    .filter(([variable, value]) => LOOKS_SECRET.test(variable) && value !== "")
    .map(([variable]) => ({
      path: ["environment", variable],
      message: "looks like a secret, and stands in git, plan and state: list its name under secrets instead",
      atKey: true,
    }));
}

/** Compose counts restarts for ever, crash_loop within a time. */
const restartAdvice = ({ restart }: ServiceConfig): Finding[] =>
  /^on-failure:/.test(restart)
    ? [{ path: ["restart"], message: "its number does not count here: crash_loop says when to give up" }]
    : [];

const insideOverlaps = (a: PortRange, b: PortRange): boolean =>
  a.containerPort < b.containerPort + b.count && b.containerPort < a.containerPort + a.count;
