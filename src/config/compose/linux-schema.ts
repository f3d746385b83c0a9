import { z } from "zod";
import { composeText } from "./compose-text";
import { mapping, record, oneOf, whole } from "../schema/fields";
import { problemIf } from "../schema/problem";
import { withRule } from "../schema/rule";
import { passing } from "../schema/holes";
import { sizeMiB } from "../schema/units";
import { didYouMean, mustBe } from "../schema/messages";

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html, without those that break out of a container. */
const CAPABILITIES = (
  "AUDIT_CONTROL AUDIT_WRITE BLOCK_SUSPEND CHOWN DAC_OVERRIDE FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MKNOD " +
  "NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT SYS_NICE SYS_PACCT SYS_PTRACE " +
  "SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM"
).split(" ");
const OWNS_HOST = "ALL SYS_ADMIN SYS_MODULE SYS_RAWIO SYS_BOOT DAC_READ_SEARCH MAC_ADMIN MAC_OVERRIDE SYSLOG".split(
  " ",
);

/** A Linux capability, in upper or lower case, with or without CAP_. */
export const capability = composeText(mustBe("a capability like SYS_NICE")).transform((written, context) => {
  const name = written.toUpperCase().replace(/^CAP_/, "");
  if (OWNS_HOST.includes(name)) {
    context.addIssue(`${name} is not supported, it gives full control of the host: add a smaller capability`);
  } else if (!CAPABILITIES.includes(name)) {
    context.addIssue(`is not a capability that ECS can add${didYouMean(name, CAPABILITIES)}`);
  }
  return name;
});

/** A capability of Docker's default set to remove, or all of them. */
export const dropped = composeText(mustBe("a capability like NET_RAW, or ALL")).transform((written, context) => {
  const name = written.toUpperCase().replace(/^CAP_/, "");
  const known = [...CAPABILITIES, ...OWNS_HOST];
  if (!known.includes(name)) context.addIssue(`is not a capability that ECS can drop${didYouMean(name, known)}`);
  return name;
});

/** True for no-new-privileges. Other options are refused: they switch off Docker's protection. */
export const securityOption = composeText(mustBe('"no-new-privileges:true"')).transform((written, context) => {
  const [, value] = /^no-new-privileges(?:[:=](true|false))?$/.exec(written) ?? [undefined, "none"];
  if (value === "none")
    context.addIssue(
      "is not supported: use no-new-privileges:true, or list the capabilities that the container needs under cap_add",
    );
  return value !== "false";
});

/** Docker allows only parameters that each container has of its own: https://docs.docker.com/reference/cli/docker/container/run/#sysctl */
export const SYSCTL =
  /^(net\.[\w.-]+|kernel\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)|fs\.mqueue\.[\w.-]+)$/;

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html; its values are 32-bit, -1 means no limit. */
const ULIMITS = "core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack".split(
  " ",
);
const limit = whole({ min: -1, max: 2_147_483_647 });

/** `nofile: 65535`, or `nofile: {soft: 1024, hard: 65535}`. */
export const ulimits = record(
  new RegExp(`^(${ULIMITS.join("|")})$`),
  `one of ${ULIMITS.join(", ")}`,
  withRule(
    oneOf(
      [limit.transform((both) => ({ soft: both, hard: both })), mapping({ soft: limit, hard: limit })],
      "a whole number, or {soft: 1024, hard: 65535}",
    ),
    ({ soft, hard }) =>
      problemIf(
        [],
        hard !== -1 &&
          (soft === -1 || soft > hard) &&
          `the soft limit ${soft} is above the hard limit ${hard}: lower the soft limit or raise the hard limit`,
      ),
  ),
);

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html */
const MOUNT_OPTIONS = (
  "defaults ro rw suid nosuid dev nodev exec noexec sync async dirsync remount mand nomand atime noatime diratime nodiratime " +
  "bind rbind unbindable runbindable private rprivate shared rshared slave rslave relatime norelatime strictatime nostrictatime " +
  "mode uid gid nr_inodes nr_blocks mpol"
).split(" ");
const tmpfsSize = sizeMiB({ min: "1m", max: "64g" });

/** `/run:size=64m,noexec`. ECS requires the size, unlike Compose. */
const tmpfsEntry = composeText(mustBe('a path and a size, like "/run:size=64m"')).transform((entry, context) => {
  const [path = "", ...rest] = entry.split(":");
  const all = rest.join(":").split(",").filter(Boolean);
  const options = all.filter((option) => !option.startsWith("size="));
  const size = tmpfsSize.safeParse(all.find((option) => option.startsWith("size="))?.slice("size=".length));
  const unknown = options.find((option) => !MOUNT_OPTIONS.includes(option.replace(/=.*/s, "")));
  if (!path.startsWith("/")) context.addIssue('must start with an absolute path, like "/run:size=64m"');
  else if (!size.success) context.addIssue(`needs a size from 1m to 64g, like "${path}:size=64m"`);
  else if (unknown !== undefined) {
    context.addIssue(`${unknown} is not a mount option that ECS supports${didYouMean(unknown, MOUNT_OPTIONS)}`);
  }
  return { path, sizeMiB: size.data ?? 0, options };
});

/** One entry, or a list of them. */
export const tmpfs = oneOf(
  [z.array(passing(tmpfsEntry)), tmpfsEntry.transform((entry) => [entry])],
  'a list like ["/run:size=64m"], or one entry',
);
