import { EPHEMERAL_PORTS, isEphemeral } from "../../lib/ephemeral-ports";
import type { BaseSettings } from "../base/base-schema";
import type { ContainerSettings } from "./container-schema";
import type { Finding } from "../schema/rule";
import { hostPorts } from "../compose/ports";
import type { ServiceConfig } from "../compose/service-schema";
import { srvAdvice } from "./srv";
import { hostVolumes } from "./volume-schema";

/** By its name, as images call them; or a password inside an address. */
const LOOKS_SECRET =
  /((?<!COM)PASS|PASSWORD|PASSWD|PASSPHRASE|PW|PWD|TOKEN|SECRET|(?:^|_|API|ACCESS|ADMIN|SECRET)(?<!PUBLIC_)KEY|WEBHOOK(_?URL)?)$/i;
const HOLDS_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i;
/** What is no secret, whatever its variable is called: nothing, a switch, a file's path. */
const IS_NO_SECRET = /^(|true|false|yes|no|on|off|\/[\w./-]*)$/i;
/** Players of such a game come through a server of its publisher, not to the published ports. */
const RELAYS = /crossplay|relay/i;
const IS_ON = /^(true|yes|on|1)$/i;
/** What the ECS-optimised image has on every instance type. */
const KNOWN_DEVICES = ["/dev/net/tun", "/dev/fuse", "/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"];

/** What works, but a person should know. Told at synth; nothing stops. */
export function advice(container: ContainerSettings, base: BaseSettings): Finding[] {
  const ofServices = Object.entries(container.services).flatMap(([name, service]) =>
    [portAdvice, mountAdvice, secretAdvice, restartAdvice, deviceAdvice, securityAdvice, relayAdvice(container)]
      .flatMap((about) => about(service))
      .map((finding) => ({
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
    const high = hostPorts(range).find(isEphemeral);
    if (high === undefined) return [];
    const message = `host port ${high} lies where Linux picks ports itself: the host reserves it at boot, a port below ${EPHEMERAL_PORTS.first} needs no such care`;
    return [{ path: ["ports", index], message }];
  });
}

/** Two folders of Compose files often have one name: `./a/data` and `./b/data`. */
function mountAdvice({ mounts }: ServiceConfig): Finding[] {
  return mounts.flatMap(({ volume, path }, index): Finding[] => {
    const first = mounts.find((mount) => mount.volume === volume);
    if (first === undefined || first.path === path) return [];
    const message = `shows the same files as ${first.path}: for others declare a volume of its own`;
    return [{ path: ["volumes", index], message }];
  });
}

const IN_STATE = "looks like a secret, and stands in git, plan and state: list its name under secrets instead";

/** True for a value that somebody might not want to see in state. */
const looksSecret = (name: string, value: string): boolean =>
  (LOOKS_SECRET.test(name) && !IS_NO_SECRET.test(value)) || HOLDS_PASSWORD.test(value);

/** Of the files of variables, at their own lines. */
export const variableAdvice = (name: string, value: string): string | undefined =>
  looksSecret(name, value) ? `${name} ${IN_STATE}` : undefined;

function secretAdvice({ environment, fromFiles }: ServiceConfig): Finding[] {
  return Object.entries(environment)
    .filter(([name, value]) => !fromFiles.includes(name) && looksSecret(name, value))
    .map(([name]) => ({ path: ["environment", name], message: IN_STATE, atKey: true }));
}

/** Compose counts restarts for ever, crash_loop within a time. */
const restartAdvice = ({ restart }: ServiceConfig): Finding[] =>
  /^on-failure:/.test(restart)
    ? [{ path: ["restart"], message: "its number does not count here: crash_loop says when to give up" }]
    : [];

const deviceAdvice = ({ devices }: ServiceConfig): Finding[] =>
  devices.flatMap(({ hostPath }, index) =>
    KNOWN_DEVICES.includes(hostPath)
      ? []
      : [{ path: ["devices", index], message: "on a host without this device the container does not start" }],
  );

const securityAdvice = ({ noNewPrivileges }: ServiceConfig): Finding[] =>
  noNewPrivileges
    ? [
        {
          path: ["security_opt"],
          message: "nobody has tried no-new-privileges with the ECS agent: if no host gets the task, leave it out",
        },
      ]
    : [];

const relayAdvice =
  ({ idle }: ContainerSettings) =>
  ({ environment, command = [] }: ServiceConfig): Finding[] => {
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
  };
