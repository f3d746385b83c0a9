import { z } from "zod";
import { composeText, mapping, text, whole } from "./fields";
import { didYouMean } from "./problems";
import { duration, sizeMiB } from "./units";

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html, less what breaks out of a container. */
const CAPABILITIES = (
  "AUDIT_CONTROL AUDIT_WRITE BLOCK_SUSPEND CHOWN DAC_OVERRIDE FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MKNOD " +
  "NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT SYS_NICE SYS_PACCT SYS_PTRACE " +
  "SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM"
).split(" ");
const OWNS_HOST = [
  "ALL",
  "SYS_ADMIN",
  "SYS_MODULE",
  "SYS_RAWIO",
  "SYS_BOOT",
  "DAC_READ_SEARCH",
  "MAC_ADMIN",
  "MAC_OVERRIDE",
  "SYSLOG",
];

/** A Linux capability; Compose files write it in either case. */
export const capability = z.string().transform((written, context) => {
  const name = written.toUpperCase().replace(/^CAP_/, "");
  if (OWNS_HOST.includes(name))
    context.addIssue(`${name} lets the container take over the host: name the smaller capability it needs`);
  else if (!CAPABILITIES.includes(name)) {
    // Capabilities are written in capitals; the suggestion compares in small letters.
    const suggestion = didYouMean(
      name,
      CAPABILITIES.map((known) => known.toLowerCase()),
    )
      .toUpperCase()
      .replace("DID YOU MEAN", "did you mean");
    context.addIssue(`is not a capability ECS can add${suggestion}`);
  }
  return name;
});

/** Docker allows only parameters that exist per container: https://docs.docker.com/reference/cli/docker/container/run/#sysctl */
export const sysctlName =
  /^(net\.[\w.-]+|kernel\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)|fs\.mqueue\.[\w.-]+)$/;

const ULIMITS = [
  ...["core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice"],
  ...["nofile", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack"],
] as const;
const limit = whole({ min: -1, max: Number.MAX_SAFE_INTEGER });

/** `nofile: 65535`, or `nofile: {soft: 1024, hard: 65535}`. */
export const ulimits = z.partialRecord(
  z.enum(ULIMITS, { error: `must be one of ${ULIMITS.join(", ")}` }),
  z.union([limit.transform((both) => ({ soft: both, hard: both })), mapping({ soft: limit, hard: limit })]),
);

/** `/run:size=64m,noexec`. ECS needs the size, Compose does not: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html */
export const tmpfs = z.string().transform((entry, context) => {
  const [path = "", ...rest] = entry.split(":");
  const options = rest.join(":").split(",").filter(Boolean);
  const sizeText = options.find((option) => option.startsWith("size="))?.slice("size=".length);
  const size = sizeMiB({ min: "1m", max: "64g" }).safeParse(sizeText);
  if (!path.startsWith("/")) context.addIssue('must begin with an absolute path, like "/run:size=64m"');
  else if (!size.success) context.addIssue(`needs a size in memory, like "${path}:size=64m"`);
  return { path, sizeMiB: size.data ?? 0, options: options.filter((option) => !option.startsWith("size=")) };
});

const test = z
  .union([
    z.array(composeText).refine(([kind]) => kind === "CMD" || kind === "CMD-SHELL", {
      error: 'begins with "CMD" or "CMD-SHELL"; to have none, leave healthcheck out',
    }),
    composeText.transform((line) => ["CMD-SHELL", line]),
  ])
  .meta({
    description: "ECS replaces a container that stays unhealthy, with players in it: test what truly means broken",
  });

/** Limits: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
export const healthcheck = mapping(
  {
    test,
    interval: duration({ unit: "seconds", min: "5s", max: "5m" }).prefault("30s"),
    timeout: duration({ unit: "seconds", min: "2s", max: "1m" }).prefault("5s"),
    retries: whole({ min: 1, max: 10 }).prefault(3),
    start_period: duration({ unit: "seconds", min: "0s", max: "5m" }).prefault("0s"),
  },
  { disable: "is not taken: ECS runs no health check of the image's own, leave healthcheck out" },
).transform(({ test: words, interval, timeout, retries, start_period }) => ({
  test: words,
  intervalSeconds: interval,
  timeoutSeconds: timeout,
  retries,
  startPeriodSeconds: start_period,
}));

/** `1000:1000` as numbers. */
export const owner = text(/^\d{1,10}:\d{1,10}$/, 'must be a user and group by number, like "1000:1000"').transform(
  (value, context) => {
    const [uid = 0, gid = 0] = value.split(":").map(Number);
    if (uid > 4_294_967_295 || gid > 4_294_967_295) context.addIssue("user and group go up to 4294967295");
    return { uid, gid };
  },
);
