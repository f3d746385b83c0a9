import { EPHEMERAL_PORTS, isEphemeral } from "../../lib/ephemeral-ports";
import type { Problem } from "../schema/problem";
import { hostPorts } from "./ports";
import type { ServiceConfig } from "./service-schema";

/** What works in a service, but a person should know. */
export const serviceWarnings = (service: ServiceConfig): Problem[] =>
  [portWarnings, mountWarnings, secretWarnings, restartWarnings, deviceWarnings, securityWarnings].flatMap((about) =>
    about(service),
  );

function portWarnings({ ports }: ServiceConfig): Problem[] {
  return ports.flatMap((range, index): Problem[] => {
    const high = hostPorts(range).find(isEphemeral);
    if (high === undefined) return [];
    const message = `host port ${high} lies where Linux picks ports itself: the host reserves it at boot, a port below ${EPHEMERAL_PORTS.first} needs no such care`;
    return [{ path: ["ports", index], message }];
  });
}

/** Two folders of Compose files often have one name: `./a/data` and `./b/data`. */
function mountWarnings({ mounts }: ServiceConfig): Problem[] {
  return mounts.flatMap(({ volume, path }, index): Problem[] => {
    const first = mounts.find((mount) => mount.volume === volume);
    if (first === undefined || first.path === path) return [];
    const message = `shows the same files as ${first.path}: for others declare a volume of its own`;
    return [{ path: ["volumes", index], message }];
  });
}

/** By its name, as images call them; or a password inside an address. */
const LOOKS_SECRET =
  /((?<!COM)PASS|PASSWORD|PASSWD|PASSPHRASE|PW|PWD|TOKEN|SECRET|(?:^|_|API|ACCESS|ADMIN|SECRET)(?<!PUBLIC_)KEY|WEBHOOK(_?URL)?)$/i;
const HOLDS_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i;
/** What is no secret, whatever its variable is called: nothing, a switch, a file's path. */
const IS_NO_SECRET = /^(|true|false|yes|no|on|off|\/[\w./-]*)$/i;
const IN_STATE = "looks like a secret, and stands in git, plan and state: list its name under secrets instead";

/** True for a value that somebody might not want to see in state. */
const looksSecret = (name: string, value: string): boolean =>
  (LOOKS_SECRET.test(name) && !IS_NO_SECRET.test(value)) || HOLDS_PASSWORD.test(value);

/** Of the files of variables, at their own lines. */
export const variableWarning = (name: string, value: string): string | undefined =>
  looksSecret(name, value) ? `${name} ${IN_STATE}` : undefined;

function secretWarnings({ environment, fromFiles }: ServiceConfig): Problem[] {
  return Object.entries(environment)
    .filter(([name, value]) => !fromFiles.includes(name) && looksSecret(name, value))
    .map(([name]) => ({ path: ["environment", name], message: IN_STATE, atKey: true }));
}

/** Compose counts restarts for ever, crash_loop within a time. */
const restartWarnings = ({ restart }: ServiceConfig): Problem[] =>
  /^on-failure:/.test(restart)
    ? [{ path: ["restart"], message: "its number does not count here: crash_loop says when to give up" }]
    : [];

/** What the ECS-optimised image has on every instance type. */
const KNOWN_DEVICES = ["/dev/net/tun", "/dev/fuse", "/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"];
const deviceWarnings = ({ devices }: ServiceConfig): Problem[] =>
  devices.flatMap(({ hostPath }, index) =>
    KNOWN_DEVICES.includes(hostPath)
      ? []
      : [{ path: ["devices", index], message: "on a host without this device the container does not start" }],
  );

const securityWarnings = ({ noNewPrivileges }: ServiceConfig): Problem[] =>
  noNewPrivileges
    ? [
        {
          path: ["security_opt"],
          message: "nobody has tried no-new-privileges with the ECS agent: if no host gets the task, leave it out",
        },
      ]
    : [];
