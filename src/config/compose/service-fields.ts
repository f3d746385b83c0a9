import { command, pairs } from "./compose-text";
import { envFiles } from "./env-files";
import { ENVIRONMENT_NAME } from "./env-text";
import { flag, list, mapping, text } from "../schema/fields";
import { secretArn } from "../schema/arn";
import { healthcheck } from "./healthcheck";
import { orHole } from "../schema/holes";
import { image } from "./image";
import { configMounts } from "./config-files";
import { dependsOn, links } from "./depends-on";
import { devices, extraHosts } from "./host-parts";
import { capability, dropped, securityOption, SYSCTL, tmpfs, ulimits } from "./linux-schema";
import { mounts } from "./mounts";
import { permissions } from "./permissions";
import { ports } from "./ports";
import { scheduleKeys, scheduleOf } from "./schedule";
import { secrets } from "./secrets";
import { duration, sizeMiB } from "../schema/units";
import { NOT_IN_SERVICE } from "../schema/words";

const NO_VALUE = "has no value: write NAME=value, or list the name under secrets";
const HOSTNAME = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$/;
const memory = sizeMiB({ min: "6m", max: "1024g" });

/** https://docs.docker.com/reference/compose-file/services/#restart */
const RESTART = /^(no|always|unless-stopped|on-failure(:\d+)?)$/;

/** One service, with the keys of Compose. */
export const serviceFields = mapping(
  {
    image: image.describe("image with an exact tag or digest, not latest"),
    credentials: mapping({
      from: secretArn.describe("ARN of a Secrets Manager secret with username and password, in the home region"),
    })
      .optional()
      .describe("login of the image's private registry; ECR needs none; default: none"),
    ports: ports
      .optional()
      .describe(
        "published ports, the only ones that players can reach and on which they are counted (see idle.ports and idle.count); " +
          "[] publishes none, the default if another service publishes some",
      ),
    environment: pairs(ENVIRONMENT_NAME, "the name of an environment variable", NO_VALUE)
      .prefault({})
      .describe("environment variables; $$ is a dollar sign; default: none"),
    secrets: secrets
      .prefault([])
      .describe(
        "environment variables with their values in terraform.tfvars, or from a secret that exists; default: none",
      ),
    permissions: permissions
      .prefault([])
      .describe(
        "what the service may do in AWS, like {actions: [s3:GetObject], resources: [arn:aws:s3:::my-bucket/*]}; services " +
          "that run together share one role, so each may do what any of them may; default: nothing",
      ),
    volumes: mounts.describe("volumes and their paths in the container; [] keeps no files: all are lost with the host"),
    stop_grace_period: duration({ unit: "seconds", min: "2s", max: "15m" })
      .prefault("2m")
      .describe("time to save and exit after SIGTERM, from 2s to 15m; default 2m"),
    restart: text(RESTART, "no, on-failure, always or unless-stopped")
      .prefault("on-failure")
      .describe(
        "no, on-failure: a container that exits with code 0 goes to sleep; one that crashes is restarted until the limit in crash_loop. always, unless-stopped, or mode: always: it is restarted in both cases, and each exit counts as a crash. A service that is not essential never ends the others; default on-failure",
      ),
    command: command.optional().describe("replaces the image's command"),
    entrypoint: command.optional().describe("replaces the image's entrypoint"),
    user: text(/^[A-Za-z0-9_.-]+(:[A-Za-z0-9_.-]+)?$/, 'a user like "1000:1000" or steam')
      .optional()
      .describe("user that the container runs as; default: the image's"),
    working_dir: text(/^\/.*$/, "an absolute path")
      .optional()
      .describe("working directory of the command; default: the image's"),
    healthcheck: healthcheck.optional().describe("when ECS replaces the container as unhealthy; default: never"),
    init: flag(false, "true: runs an init process that reaps zombies"),
    tty: flag(false, "true: allocates a terminal"),
    stdin_open: flag(false, "true: keeps standard input open"),
    ulimits: ulimits.prefault({}).describe("resource limits, like nofile; default: Docker's"),
    cap_add: list(capability, "[SYS_NICE]")
      .prefault([])
      .describe("Linux capabilities to add, like SYS_NICE; default: none"),
    cap_drop: list(dropped, "[ALL]")
      .prefault([])
      .describe("Linux capabilities of Docker's default set to remove, or ALL; default: none"),
    security_opt: list(securityOption, '["no-new-privileges:true"]')
      .prefault([])
      .describe("no-new-privileges:true: programs cannot gain privileges by setuid; default: none"),
    devices: devices
      .prefault([])
      .describe("devices of the host, like /dev/net/tun; without them it does not start; default: none"),
    read_only: flag(false, "true: the container can write only to its volumes and tmpfs"),
    hostname: text(HOSTNAME, "a name of letters, digits, hyphens and dots like game")
      .optional()
      .describe("the container's hostname; default: Docker's"),
    extra_hosts: extraHosts.prefault([]).describe("entries for /etc/hosts, like db.lan:10.0.0.5; default: none"),
    configs: configMounts
      .prefault([])
      .describe(
        "files that are listed under configs at the end of the file, with their path in the container; default: none",
      ),
    depends_on: dependsOn
      .prefault([])
      .describe("services that start before this one and stop after it; it reaches them by name; default: none"),
    links: links
      .prefault([])
      .describe(
        "services that this one reaches by name, or by an alias like db:database; each also counts as depends_on; default: none",
      ),
    env_file: envFiles
      .prefault([])
      .describe("files of variables in the same folder; environment overrides them; default: none"),
    ...scheduleKeys,
    shm_size: sizeMiB({ min: "1m", max: "64g" })
      .optional()
      .describe("size of /dev/shm, from 1m to 64g; default: Docker's 64m"),
    tmpfs: tmpfs.prefault([]).describe("folders in memory, like /run:size=64m; default: none"),
    sysctls: pairs(SYSCTL, "a kernel parameter that can be set per container, like net.core.somaxconn")
      .prefault({})
      .describe("kernel parameters of the container; default: none"),
    labels: pairs(/^[^\s=]{1,128}$/, "the name of a label")
      .prefault({})
      .describe("Docker labels; default: none"),
    mem_limit: memory.optional().describe("memory above which the container is killed; default: none"),
    mem_reservation: memory
      .optional()
      .describe(
        "memory reserved for the service; all reservations together must fit every one of instance_types; default: mem_limit if set, else 128m",
      ),
  },
  NOT_IN_SERVICE,
).transform(
  ({
    ports: published,
    volumes: mounts,
    stop_grace_period: stopGraceSeconds,
    working_dir: workingDirectory,
    stdin_open: stdinOpen,
    cap_add: add,
    cap_drop: drop,
    security_opt: securityOptions,
    read_only: readOnly,
    extra_hosts: extraHosts,
    depends_on: dependsOn,
    env_file: envFiles,
    shm_size: sharedMemoryMiB,
    mem_limit: memoryLimitMiB,
    mem_reservation: reserved,
    schedule,
    time_zone: timeZone,
    timeout,
    overlap,
    wakes,
    ...same
  }) => ({
    ...same,
    /** When it runs; undefined: as long as the host does. */
    schedule: scheduleOf({ schedule, timeZone, timeout, overlap, wakes }),
    /** Keys that say nothing without a schedule. */
    ofSchedule: Object.entries({ time_zone: timeZone, timeout, overlap, wakes }).flatMap(([key, value]) =>
      value === undefined || schedule !== undefined ? [] : [key],
    ),
    ports: published ?? [],
    leavesOutPorts: published === undefined,
    mounts,
    /** From SIGTERM to SIGKILL. */
    stopGraceSeconds,
    /** Undefined: the image's, as are command, entrypoint and user. */
    workingDirectory,
    stdinOpen,
    capabilities: { add, drop },
    noNewPrivileges: orHole(() => securityOptions.includes(true)),
    readOnly,
    extraHosts,
    dependsOn,
    /** Files of variables; the loader adds their content to environment. */
    envFiles,
    /** Names of the variables that only a file sets. */
    fromFiles: [] as readonly string[],
    sharedMemoryMiB,
    /** Undefined: no limit but the host's memory. */
    memoryLimitMiB,
    /** Undefined: ECS reserves the limit. */
    memoryReservationMiB: reserved ?? (memoryLimitMiB === undefined ? 128 : undefined),
  }),
);
