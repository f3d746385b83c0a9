import { isIP } from "node:net";
import { posix } from "node:path";
import { composeText } from "./compose-text";
import { list, record, oneOf } from "../schema/fields";
import { mustBe } from "../schema/messages";

/*
 * Parts of the host that a container sees, as in Compose.
 */

const DEVICE = /^(\/dev\/[^:]+)(?::(\/dev\/[^:]+))?(?::([rwm]{1,3}))?$/;
const DEVICES = 'a device of the host, like "/dev/net/tun" or "/dev/net/tun:/dev/net/tun:rw"';
/** Disks and memory of the host. */
const OWNS_HOST = /^\/dev\/(nvme|sd|sg|md|xvd|vd|loop|dm-|mapper|disk|block|bsg|root|mem|kmem|port|kmsg|fd|shm|mqueue)/;
const PERMISSIONS = { r: "read", w: "write", m: "mknod" } as const;

const device = composeText(mustBe(DEVICES)).transform((written, context) => {
  const [, hostPath = "", containerPath = hostPath, letters = "rwm"] = DEVICE.exec(written) ?? [];
  // Another spelling of a path could hide a refused device.
  const isPlainPath = [hostPath, containerPath].every((path) => posix.normalize(path) === path && !path.endsWith("/"));
  if (hostPath === "" || !isPlainPath) context.addIssue(mustBe(DEVICES)({ input: written }));
  else if (OWNS_HOST.test(hostPath))
    context.addIssue("is not supported: the host's disks and memory give full control of every volume");
  const permissions = (["r", "w", "m"] as const).filter((letter) => letters.includes(letter));
  return { hostPath, containerPath, permissions: permissions.map((letter) => PERMISSIONS[letter]) };
});

/** Devices of the host: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Device.html */
export const devices = list(device, '["/dev/net/tun"]');

/** Address of Docker's bridge, which Compose calls host-gateway. ECS needs the address. */
const HOST_GATEWAY = "172.17.0.1";
const HOST_NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?$/;
const AN_ADDRESS = "an address like 10.0.0.5, or host-gateway";
const A_LINE = 'a name and an address, like "db.lan:10.0.0.5"';

const address = composeText(mustBe(AN_ADDRESS)).transform((written, context) => {
  const plain = written.trim().replace(/^\[(.*)\]$/, "$1");
  if (plain !== "host-gateway" && isIP(plain) === 0) context.addIssue(mustBe(AN_ADDRESS)({ input: written }));
  return plain === "host-gateway" ? HOST_GATEWAY : plain;
});

const line = composeText(mustBe(A_LINE)).transform((written, context) => {
  const [, name = "", of = ""] = /^([^:=]*)[:=](.*)$/.exec(written) ?? [];
  const parsed = address.safeParse(of);
  if (!HOST_NAME.test(name)) context.addIssue(mustBe(A_LINE)({ input: written }));
  else if (!parsed.success) context.addIssue(mustBe(AN_ADDRESS)({ input: of }));
  return { name, address: parsed.data ?? "" };
});

/** Lines of /etc/hosts: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HostEntry.html */
export const extraHosts = oneOf(
  [
    list(line, '["db.lan:10.0.0.5"]'),
    record(HOST_NAME, "the name of a host", address).transform((all) =>
      Object.entries(all).map(([name, of]) => ({ name, address: of })),
    ),
  ],
  'a list like ["db.lan:10.0.0.5"], or a mapping (name: address lines)',
);
