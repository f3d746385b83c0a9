import { command, pairs } from "./compose-text";
import { NOT_IN_SERVICE } from "./refused-words";
import { envFiles } from "./env-files";
import { ENVIRONMENT_NAME } from "./env-text";
import { flag, list, mapping, text } from "../schema/fields";
import { healthcheck } from "./healthcheck";
import { orHole } from "../schema/holes";
import { image } from "./image";
import { configMounts } from "./config-files";
import { dependsOn, links } from "./depends-on";
import { devices, extraHosts } from "./host-parts";
import { capability, dropped, securityOption, SYSCTL, tmpfs, ulimits } from "./linux-schema";
import { mounts } from "./mounts";
import { ports } from "./ports";
import { secrets } from "./secrets";
import { duration, sizeMiB } from "../schema/units";

const NO_VALUE = "has no value: write one, or list the name under secrets";
const HOSTNAME = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$/;
const memory = sizeMiB({ min: "6m", max: "1024g" });

/** https://docs.docker.com/reference/compose-file/services/#restart */
const RESTART = /^(no|always|unless-stopped|on-failure(:\d+)?)$/;

/** One container of the host, in the words of Compose. */
export const serviceFields = mapping(
  {
    image: image.meta({ description: "image with an exact tag or digest; never bare, never latest" }),
    ports: ports.optional().meta({
      description:
        "published ports: players reach nothing else, and are counted on these (or see idle.ports and idle.count); [] " +
        "publishes nothing, which is the default where another service publishes some",
    }),
    environment: pairs(ENVIRONMENT_NAME, "the name of an environment variable", NO_VALUE)
      .prefault({})
      .meta({ description: "variables of the container; $$ is a dollar sign; default: none" }),
    secrets: secrets
      .prefault([])
      .meta({ description: "variables whose values are in terraform.tfvars and in no file of the repository" }),
    volumes: mounts.meta({
      description: "volumes and where the container sees them; [] keeps nothing: all files are lost at each sleep",
    }),
    stop_grace_period: duration({ unit: "seconds", min: "2s", max: "15m" })
      .prefault("2m")
      .meta({ description: "time to save after SIGTERM, from 2s to 15m; default 2m" }),
    restart: text(RESTART, "no, on-failure, always or unless-stopped").prefault("on-failure").meta({
      description:
        "no, on-failure: a container that ends with exit code 0 is done and goes to sleep, without a pause; one that crashes is restarted until crash_loop gives up. always, unless-stopped: restarted in both cases, and each end counts as a crash; default on-failure",
    }),
    command: command.optional().meta({ description: "replaces the image's command" }),
    entrypoint: command.optional().meta({ description: "replaces the image's entrypoint" }),
    user: text(/^[A-Za-z0-9_.-]+(:[A-Za-z0-9_.-]+)?$/, 'a user like "1000:1000" or steam')
      .optional()
      .meta({ description: "user the container runs as; default: the image's" }),
    working_dir: text(/^\/.*$/, "an absolute path")
      .optional()
      .meta({ description: "folder the command starts in; default: the image's" }),
    healthcheck: healthcheck
      .optional()
      .meta({ description: "when ECS considers the container unhealthy; default: never" }),
    init: flag(false, "a small init that reaps processes"),
    tty: flag(false, "a terminal for consoles that want one"),
    stdin_open: flag(false, "keeps standard input open"),
    ulimits: ulimits.prefault({}).meta({ description: "limits of the kernel, like nofile; default: docker's" }),
    cap_add: list(capability, "[SYS_NICE]")
      .prefault([])
      .meta({ description: "Linux capabilities, like SYS_NICE; default: none" }),
    cap_drop: list(dropped, "[ALL]")
      .prefault([])
      .meta({ description: "capabilities of docker's default set to take away, or ALL; default: none" }),
    security_opt: list(securityOption, '["no-new-privileges:true"]')
      .prefault([])
      .meta({ description: "no-new-privileges:true: no program gains rights by setuid; default: none" }),
    devices: devices.prefault([]).meta({
      description: "devices of the host, like /dev/net/tun: without one the container does not start; default: none",
    }),
    read_only: flag(false, "true: the container can write to its volumes and tmpfs only"),
    hostname: text(HOSTNAME, "a name of letters, digits, hyphens and dots like game")
      .optional()
      .meta({ description: "what the container takes for its own name; default: docker's" }),
    extra_hosts: extraHosts
      .prefault([])
      .meta({ description: "lines for its /etc/hosts, like db.lan:10.0.0.5; default: none" }),
    configs: configMounts.prefault([]).meta({
      description: "files of configs, at the top of the file, and where the container sees them; default: none",
    }),
    depends_on: dependsOn.prefault([]).meta({
      description: "services that start before this one, stop after it, and are reached by their names; default: none",
    }),
    links: links.prefault([]).meta({
      description:
        "services that this one reaches by name, or by an alias, like db or db:database; each also counts as depends_on; default: none",
    }),
    env_file: envFiles.prefault([]).meta({
      description: "files of variables in the configs folder, read at synth; environment wins over them; default: none",
    }),
    shm_size: sizeMiB({ min: "1m", max: "64g" })
      .optional()
      .meta({ description: "size of /dev/shm, from 1m to 64g; default: docker's 64m" }),
    tmpfs: tmpfs.prefault([]).meta({ description: "folders in memory, like /run:size=64m; default: none" }),
    sysctls: pairs(SYSCTL, "a kernel parameter of the container's own, like net.core.somaxconn")
      .prefault({})
      .meta({ description: "kernel parameters of the container's own; default: none" }),
    labels: pairs(/^[^\s=]{1,128}$/, "the name of a label")
      .prefault({})
      .meta({ description: "docker labels; default: none" }),
    mem_limit: memory.optional().meta({ description: "hard limit: the container is killed above it; default: none" }),
    mem_reservation: memory.optional().meta({
      description:
        "what the host must have free to start it, together with what other services reserve; default: mem_limit if there is one, else 128m, so that any type can",
    }),
  },
  NOT_IN_SERVICE,
).transform((written) => ({
  image: written.image,
  ports: written.ports ?? [],
  /** Nobody wrote that it publishes nothing. */
  leavesOutPorts: written.ports === undefined,
  /** All text; `$$` is a dollar sign already. */
  environment: written.environment,
  /** Variables whose values are in terraform.tfvars; a higher version writes the value anew. */
  secrets: written.secrets,
  /** Volumes by name, and where the container sees them. */
  mounts: written.volumes,
  /** From SIGTERM to SIGKILL. */
  stopGraceSeconds: written.stop_grace_period,
  restart: written.restart,
  /** Undefined is what the image says, as for the next three. */
  command: written.command,
  entrypoint: written.entrypoint,
  user: written.user,
  workingDirectory: written.working_dir,
  healthcheck: written.healthcheck,
  init: written.init,
  tty: written.tty,
  stdinOpen: written.stdin_open,
  ulimits: written.ulimits,
  capabilities: { add: written.cap_add, drop: written.cap_drop },
  noNewPrivileges: orHole(() => written.security_opt.includes(true)),
  devices: written.devices,
  readOnly: written.read_only,
  /** Undefined is docker's. */
  hostname: written.hostname,
  extraHosts: written.extra_hosts,
  configs: written.configs,
  dependsOn: written.depends_on,
  links: written.links,
  /** Files of variables, which are read into environment. */
  envFiles: written.env_file,
  /** Names of the variables that a file alone sets. */
  fromFiles: [] as readonly string[],
  sharedMemoryMiB: written.shm_size,
  tmpfs: written.tmpfs,
  sysctls: written.sysctls,
  labels: written.labels,
  /** Undefined is none: all that the host has. */
  memoryLimitMiB: written.mem_limit,
  /** Undefined is the limit, which ECS then reserves. */
  memoryReservationMiB: written.mem_reservation ?? (written.mem_limit === undefined ? 128 : undefined),
}));
