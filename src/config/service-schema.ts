import { parse as splitShellWords } from "shell-quote";
import { z } from "zod";
import { composeText, mapping, notBuiltYet, pairs, text, whole, type NotTaken } from "./fields";
import { capability, healthcheck, sysctlName, tmpfs, ulimits } from "./linux-schema";
import { portRange } from "./ports";
import { duration, sizeMiB } from "./units";

const ENVIRONMENT_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/;
const SECRET_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** Words of Compose that mean nothing here, or something dangerous; each with what to do instead. */
const NOT_TAKEN: NotTaken = {
  build: "is not taken: build and push the image yourself, and name it under image",
  privileged: "is not taken: a privileged container owns the host; name what it needs under cap_add",
  network_mode: "is not taken: containers run in bridge mode, so that they cannot take the host's credentials",
  networks: "is not taken: a host runs one container, in bridge mode",
  restart: "is not taken: ECS restarts a container that ends, and crash_loop says when to give up",
  stop_signal: "is not taken: ECS sends SIGTERM; an image that needs another signal declares it with STOPSIGNAL",
  container_name: "is not taken: ECS names containers; the service's name is the one to use",
  env_file: "is not taken: write the values under environment, and the names of secrets under secrets",
  deploy: "is not taken inside a service: mem_limit and mem_reservation are the limits",
  logging: "is not taken: logs go to CloudWatch Logs",
  platform: "is not taken: instance_types say the architecture",
  expose: "is not taken: list what players reach under ports",
  schedule: notBuiltYet("scheduled tasks"),
  depends_on: notBuiltYet("several services"),
};

const image = composeText
  .pipe(
    z
      .string()
      .regex(/^[a-z0-9][^\s@]*(:[^\s:/@]+)?(@sha256:[0-9a-f]{64})?$/i, {
        error: "must be an image like itzg/minecraft-server:2026.1.0",
      }),
  )
  .pipe(
    z
      .string()
      .refine((name) => tagOf(name) !== undefined, {
        error:
          "needs a tag or digest, like itzg/minecraft-server:2026.1.0: without one each wake may run another version",
      })
      .refine((name) => tagOf(name) !== "latest", {
        error:
          "latest is another version whenever the image is rebuilt, also in the middle of a world's life: write an exact tag",
      }),
  )
  .meta({ description: "image with an exact tag or digest; never bare, never latest" });

function tagOf(name: string): string | undefined {
  return /@(sha256:.+)$/.exec(name)?.[1] ?? /:([^:/@]+)$/.exec(name)?.[1];
}

/** Compose takes a list, or one line that it splits as a shell would. */
const command = z.union([
  z.array(composeText).min(1),
  composeText.transform((line, context) => {
    const words = splitShellWords(line.replaceAll("$", "\\$"));
    const plain = words.filter((word) => typeof word === "string");
    if (plain.length === 0 || plain.length !== words.length) {
      context.addIssue('is not one plain command: for pipes and && write ["sh", "-c", "…"]');
    }
    return plain;
  }),
]);

const secretName = text(SECRET_NAME, "must be the name of an environment variable, like SERVER_PASS");
const secretDetails = mapping(
  {
    version: whole({ min: 1, max: 1_000_000 })
      .prefault(1)
      .meta({ description: "raise it to write a new value: Terraform never sees the old one, so it cannot compare" }),
  },
  { from: notBuiltYet("secrets kept elsewhere") },
);
const secrets = z
  .array(z.union([secretName, z.record(secretName, secretDetails)]))
  .transform((entries) =>
    entries.flatMap((entry) =>
      typeof entry === "string"
        ? [{ name: entry, version: 1 }]
        : Object.entries(entry).map(([name, { version }]) => ({ name, version })),
    ),
  )
  .meta({ description: "variables whose values are in terraform.tfvars and in no file of the repository" });

const MOUNT = /^([^:]+):([^:]+)(?::(ro|rw))?$/;
const mount = z
  .string({ error: ({ input }) => (input === undefined ? undefined : 'must look like "world:/config"') })
  .transform((entry, context) => {
    const [, volume = "", path = "", mode] = MOUNT.exec(entry) ?? [];
    if (/^[./~]/.test(entry)) {
      context.addIssue(
        "folders of the host are not taken, they go with the host: declare a volume and mount it, like world:/config",
      );
    } else if (volume === "") {
      context.addIssue('must look like "world:/config" or "world:/config:ro"');
    } else if (!path.startsWith("/") || path.split("/").includes("..")) {
      context.addIssue(`the path in the container must be absolute, got "${path}"`);
    }
    return { volume, path: path.length > 1 ? path.replace(/\/+$/, "") : path, readOnly: mode === "ro" };
  })
  .meta({ description: '"world:/config": a volume and where the container sees it; :ro for read only' });

/** One container of the host, in the words of Compose. */
export const serviceSchema = mapping(
  {
    image,
    ports: z.array(portRange).prefault([]).meta({ description: "published ports; players reach nothing else" }),
    environment: pairs(ENVIRONMENT_NAME, "must be the name of an environment variable").prefault({}),
    secrets: secrets.prefault([]),
    volumes: z.array(mount).prefault([]),
    stop_grace_period: duration({ unit: "seconds", min: "2s", max: "15m" })
      .prefault("2m")
      .meta({ description: "time to save after SIGTERM, from 2s to 15m; default 2m" }),
    command: command.optional(),
    entrypoint: command.optional(),
    user: text(/^[A-Za-z0-9_.-]+(:[A-Za-z0-9_.-]+)?$/, 'must be a user like "1000:1000" or steam').optional(),
    working_dir: text(/^\/.*$/, "must be an absolute path").optional(),
    healthcheck: healthcheck.optional(),
    init: z.boolean().prefault(false),
    tty: z.boolean().prefault(false),
    stdin_open: z.boolean().prefault(false),
    ulimits: ulimits.prefault({}),
    cap_add: z.array(capability).prefault([]),
    shm_size: sizeMiB({ min: "1m", max: "64g" }).optional(),
    tmpfs: z.union([z.array(tmpfs), tmpfs.transform((entry) => [entry])]).prefault([]),
    sysctls: pairs(sysctlName, "must be a kernel parameter of the container's own, like net.core.somaxconn").prefault(
      {},
    ),
    labels: pairs(/^[^\s=]{1,128}$/, "must be the name of a label").prefault({}),
    mem_limit: sizeMiB({ min: "6m", max: "1024g" })
      .optional()
      .meta({ description: "hard limit: the container is killed above it; default none" }),
    mem_reservation: sizeMiB({ min: "6m", max: "1024g" })
      .prefault("128m")
      .meta({ description: "what the host must have free to start it; default 128m, so that any type can" }),
  },
  NOT_TAKEN,
).transform((service) => ({
  image: service.image,
  ports: service.ports,
  environment: service.environment,
  secrets: service.secrets,
  mounts: service.volumes,
  stopGraceSeconds: service.stop_grace_period,
  command: service.command,
  entrypoint: service.entrypoint,
  user: service.user,
  workingDirectory: service.working_dir,
  healthcheck: service.healthcheck,
  init: service.init,
  tty: service.tty,
  stdinOpen: service.stdin_open,
  ulimits: service.ulimits,
  capabilities: service.cap_add,
  sharedMemoryMiB: service.shm_size,
  tmpfs: service.tmpfs,
  sysctls: service.sysctls,
  labels: service.labels,
  memoryLimitMiB: service.mem_limit,
  memoryReservationMiB: service.mem_reservation,
}));

export type ServiceConfig = z.output<typeof serviceSchema>;
