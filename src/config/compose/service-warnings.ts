import { EPHEMERAL_PORTS, isEphemeral } from "../../lib/ephemeral-ports";
import { problemIf, type Problem } from "../schema/problem";
import { hostPorts } from "./ports";
import type { ServiceConfig } from "./service-schema";

/** Settings of a service that are valid, but may surprise. */
export const serviceWarnings = (service: ServiceConfig): Problem[] =>
  [portWarnings, mountWarnings, secretWarnings, restartWarnings, deviceWarnings, securityWarnings].flatMap((about) =>
    about(service),
  );

function portWarnings({ ports }: ServiceConfig): Problem[] {
  return ports.flatMap((range, index): Problem[] => {
    const high = hostPorts(range).find(isEphemeral);
    if (high === undefined) return [];
    const message = `host port ${high} is in Linux's ephemeral port range, so the host has to reserve it at boot; a port below ${EPHEMERAL_PORTS.first} avoids this`;
    return [{ path: ["ports", index], message }];
  });
}

/** In Compose files two folders often have the same name: `./a/data` and `./b/data`. */
function mountWarnings({ mounts }: ServiceConfig): Problem[] {
  return mounts.flatMap(({ volume, path }, index): Problem[] => {
    const first = mounts.find((mount) => mount.volume === volume);
    if (first === undefined || first.path === path) return [];
    const message = `has the same files as ${first.path}: for separate files use another volume`;
    return [{ path: ["volumes", index], message }];
  });
}

/** By the variable's name, or by a password inside a URL. */
const LOOKS_SECRET =
  /((?<!COM)PASS|PASSWORD|PASSWD|PASSPHRASE|PW|PWD|TOKEN|SECRET|(?:^|_|API|ACCESS|ADMIN|SECRET)(?<!PUBLIC_)KEY|WEBHOOK(_?URL)?)$/i;
const HOLDS_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i;
/** Values that are not secret, whatever the variable's name: empty text, booleans and file paths. */
const IS_NO_SECRET = /^(|true|false|yes|no|on|off|\/[\w./-]*)$/i;
const IN_STATE = "looks like a secret, but is visible in git, plan and state: list its name under secrets instead";

/** True for a value that should probably not be in state. */
const looksSecret = (name: string, value: string): boolean =>
  (LOOKS_SECRET.test(name) && !IS_NO_SECRET.test(value)) || HOLDS_PASSWORD.test(value);

/** The warning for a variable of a file. */
export const variableWarning = (name: string, value: string): string | undefined =>
  looksSecret(name, value) ? `${name} ${IN_STATE}` : undefined;

function secretWarnings({ environment, fromFiles }: ServiceConfig): Problem[] {
  return Object.entries(environment)
    .filter(([name, value]) => !fromFiles.includes(name) && looksSecret(name, value))
    .map(([name]) => ({ path: ["environment", name], message: IN_STATE, atKey: true }));
}

/** Compose counts all restarts, crash_loop those within a period. */
const restartWarnings = ({ restart }: ServiceConfig): Problem[] =>
  problemIf(
    ["restart"],
    restart.startsWith("on-failure:") && "the number of retries has no effect here: set crash_loop instead",
  );

/** Devices that the ECS-optimized image has on every instance type. */
const KNOWN_DEVICES = ["/dev/net/tun", "/dev/fuse", "/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"];
const deviceWarnings = ({ devices }: ServiceConfig): Problem[] =>
  devices.flatMap(({ hostPath }, index) => {
    const message = "the container does not start on a host without this device";
    return problemIf(["devices", index], !KNOWN_DEVICES.includes(hostPath) && message);
  });

const securityWarnings = ({ noNewPrivileges }: ServiceConfig): Problem[] =>
  problemIf(
    ["security_opt"],
    noNewPrivileges &&
      "no-new-privileges has not been tested with the ECS agent: if ECS cannot place the task, remove it",
  );
