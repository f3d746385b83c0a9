import { z } from "zod";
import { choice, flag, list, mapping, record, text } from "../schema/fields";
import type { Problem } from "../schema/problem";
import { eachOnce, runRule, withRule, withRuleOnWritten } from "../schema/rule";
import { orElse, orHole } from "../schema/holes";
import { alwaysProblems } from "./always";
import { architectureOf, INSTANCE_TYPE } from "./instance-types";
import { zoneLetter } from "../schema/places";
import { configs } from "../compose/config-files";
import { SERVICE_NAME, SERVICE_NAME_MEANING } from "../compose/depends-on";
import { volumeFor } from "../compose/mounts";
import { countedPorts, PORTS_MISSING, publishedPorts } from "../compose/ports";
import { serviceSchema } from "../compose/service-schema";
import { keyPair, sshNetwork } from "./ssh";
import { crashLoop, idle, limit, wake } from "./sleep-schema";
import { srv, srvProblems } from "./srv";
import { duration, sizeGiB } from "../schema/units";
import { NOT_IN_CONTAINER } from "../schema/words";
import { VOLUME_NAME, volumeSchema } from "./volume-schema";

const instanceType = text(INSTANCE_TYPE, "an EC2 instance type, like m7a.large").transform((type, context) => {
  if (architectureOf(type) === undefined) context.addIssue("cannot run Linux containers: choose a type like m7a.large");
  return type;
});

const instanceTypes = withRule(list(instanceType, "[m7a.large]").min(1).max(20), (types) => [
  ...eachOnce(types),
  ...sameArchitecture(types),
]);

function sameArchitecture(types: readonly string[]): Problem[] {
  const [first = "", ...others] = types;
  return others.flatMap((type, index) =>
    runRule(() => {
      const [kind, firstKind] = [architectureOf(type), architectureOf(first)];
      const message = `is ${kind ?? "?"}, but ${first} is ${firstKind ?? "?"}: use types of one architecture`;
      return kind === firstKind ? [] : [{ path: [index + 1], message }];
    }),
  );
}

const services = withRule(record(SERVICE_NAME, SERVICE_NAME_MEANING, serviceSchema), (all) => {
  const entries = Object.entries(all);
  if (entries.length === 0) return [{ path: [], message: "is empty: add one service" }];
  // Nobody connects to what runs at times.
  if (entries.some(([, service]) => orElse(() => service.ports.length > 0, true))) return [];
  return entries
    .filter(([, { leavesOutPorts, schedule }]) => leavesOutPorts && schedule === undefined)
    .map(([name]) => ({ path: [name, "ports"], message: PORTS_MISSING }));
});

/**
 * The minimum is the size of the ECS-optimized image's snapshot, 30 GiB. EC2 allows up
 * to 16384 (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateEbsBlockDeviceRequest.html); at 500
 * the disk costs half as much per hour as m7a.large, 0.055 USD, so a digit too many is refused here and not on the bill.
 */
const DISK = { min: "30g", max: "500g" };

const written = mapping(
  {
    instance_types: instanceTypes.describe("EC2 instance types of one architecture in order of preference, at most 20"),
    availability_zone: zoneLetter
      .optional()
      .describe(
        "letter of the availability zone; required with EFS volumes, and then permanent, because they are stored in that zone",
      ),
    services: services.describe("the services to run, with the keys of Compose: containers of one task, on one host"),
    volumes: record(
      VOLUME_NAME,
      "a volume name of 1 to 15 lowercase letters and digits, starting with a letter",
      volumeSchema,
      (name) => `: call it ${volumeFor(name)}, here and where it is mounted`,
    )
      .prefault({})
      .describe("volumes by name, each an EFS file system or on the host's disk; default: none"),
    configs: configs
      .prefault({})
      .describe("files that services see read-only, like a Caddyfile, at most 8 KiB together; default: none"),
    mode: choice(["on_demand", "always"])
      .prefault("on_demand")
      .describe(
        "on_demand: the container sleeps until a DNS query wakes it. always: it never sleeps, and its host is replaced when " +
          "it fails; idle, wake, crash_loop.rest and limits on hours have no effect then; default on_demand",
      ),
    address: choice(["dynamic", "fixed"])
      .prefault("dynamic")
      .describe(
        "dynamic: each host has another IPv4 address, and the DNS name leads to it. fixed: an Elastic IP, which every host " +
          "gets and which the name keeps, for 3.65 USD per month, asleep or not; an account has 5 per region unless you " +
          "ask AWS for more, and one host has it at a time; default dynamic",
      ),
    deploy: choice(["next_wake", "now"])
      .optional()
      .describe(
        "next_wake: an apply takes effect on the next host and never ends a game. now: an apply that changes what runs " +
          "restarts the container, and ends connections; default next_wake, with mode: always now",
      ),
    startup_timeout: duration({ unit: "minutes", min: "5m", max: "2h" })
      .prefault("15m")
      .describe(
        "time allowed for AWS to start a host, and then for the container to run, from 5m to 2h; a session without " +
          "players lasts at least this long, and up to an hour longer during a first download (30 MB or more per " +
          "minute); default 15m",
      ),
    idle: idle.prefault({}).describe("when a container with nobody connected goes to sleep"),
    limit: limit.prefault({}).describe("limits for a session, a day and a month"),
    crash_loop: crashLoop.prefault({}).describe("when to stop a failing container, and for how long"),
    wake: wake.prefault({}).describe("which DNS queries wake the container, and how often"),
    srv,
    disk: sizeGiB(DISK)
      .prefault(DISK.min)
      .describe(
        `size of the host's disk, for the image, logs and volumes with storage: host, from ${DISK.min} to ${DISK.max}; billed only ` +
          `while there is a host, about 0.01 USD per hour for 90 GiB; default ${DISK.min}`,
      ),
    ipv6: flag(false, "true: adds an AAAA record, and without srv its queries wake the container, too"),
    key_pair: keyPair
      .optional()
      .describe("name of an EC2 key pair that exists, for SSH; needs ssh_from; default: none, use Session Manager"),
    ssh_from: list(sshNetwork, "[203.0.113.0/24]")
      .min(1)
      .optional()
      .describe("networks that may connect to port 22 of the host; needs key_pair; default: port 22 is closed"),
    ami: text(/^(latest|ami-[0-9a-f]{8,17})$/, "latest, or an image ID like ami-0123456789abcdef0")
      .prefault("latest")
      .describe(
        "latest: the newest ECS-optimized image, looked up at each wake (with several instance types: at each apply); " +
          "or an image ID; default latest",
      ),
    retired: flag(
      false,
      "true: deletes everything but the kept volumes and their backups; with delegation: manual, you must enter new name " +
        "servers at your DNS provider to bring the container back",
    ),
  },
  NOT_IN_CONTAINER,
);

/** configs/<name>.yaml: one container, where it runs, and how it sleeps. */
export const containerSchema = withRule(
  withRuleOnWritten(written, alwaysProblems),
  ({ srv: srvRecord, services: all, wake: { queryTypes } }) =>
    srvProblems({ srv: srvRecord, services: all, queryTypes }),
)
  .transform(
    ({
      instance_types: instanceTypes,
      availability_zone: availabilityZone,
      startup_timeout: startupTimeoutMinutes,
      crash_loop: crashLoop,
      disk: diskGiB,
      key_pair: keyPairName,
      ssh_from: sshFrom = [],
      ...same
    }) => ({
      ...same,
      instanceTypes,
      /** Of all types: a mix is refused above. */
      architecture: orHole<"arm64" | "x86_64">(() =>
        instanceTypes.map(architectureOf).includes("arm64") ? "arm64" : "x86_64",
      ),
      availabilityZone,
      deploy: same.deploy ?? (same.mode === "always" ? "now" : "next_wake"),
      startupTimeoutMinutes,
      idle: orHole(() => ({
        ...same.idle,
        packetsPerMinute: same.idle.packetsPerMinute ?? orHole(() => defaultPacketsPerMinute(same)),
      })),
      limit: orHole(() => ({ ...same.limit, stop: same.limit.stop ?? same.mode === "on_demand" })),
      crashLoop,
      wake: orHole(() => ({ ...same.wake, queryTypes: same.wake.queryTypes ?? defaultQueryTypes(same) })),
      diskGiB,
      /** Undefined: nobody can connect by SSH. */
      keyPairName,
      /** Networks; none without a key pair. */
      sshFrom,
    }),
  )
  .meta({ title: "configs/<name>.yaml", description: "one container: what runs, where it runs, and how it sleeps" });

type Written = z.output<typeof written>;

/** The default of packets_per_minute, as its description says. */
function defaultPacketsPerMinute({
  services: all,
  idle: { count, ports },
}: Pick<Written, "services" | "idle">): number {
  const isUdp = countedPorts(publishedPorts(all), ports).every(({ protocol }) => protocol === "udp");
  return count === "published_ports" && isUdp ? 8 : 60;
}

/** The default of query_types, as its description says. */
function defaultQueryTypes({ srv: type, ipv6 }: Pick<Written, "srv" | "ipv6">): readonly string[] {
  if (type !== undefined) return ["SRV"];
  return ipv6 ? ["A", "AAAA"] : ["A"];
}

export type ContainerSettings = z.output<typeof containerSchema>;
