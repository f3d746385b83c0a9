import { z } from "zod";
import { NOT_IN_CONTAINER } from "./refused-words";
import { choice, flag, list, mapping, named, notBuiltYet, notTaken, text } from "../schema/fields";
import type { Problem } from "../schema/problem";
import { eachOnce, runRule, withRule } from "../schema/rule";
import { orElse, orHole } from "../schema/holes";
import { countedPorts, publishedPorts } from "./counted-ports";
import { architectureOf, INSTANCE_TYPE } from "./instance-types";
import { zoneLetter } from "../schema/places";
import { configs } from "../compose/config-files";
import { SERVICE_NAME, SERVICE_NAME_MEANING } from "../compose/depends-on";
import { volumeFor } from "../compose/mounts";
import { PORTS_MISSING } from "../compose/ports";
import { serviceSchema } from "../compose/service-schema";
import { crashLoop, idle, limit, usualPacketsPerMinute, wake } from "./sleep-schema";
import { srv, srvProblems } from "./srv";
import { duration, sizeGiB } from "../schema/units";
import { VOLUME_NAME, volumeSchema } from "./volume-schema";

const instanceType = text(INSTANCE_TYPE, "an EC2 instance type like m7a.large").transform((type, context) => {
  if (architectureOf(type) === undefined)
    context.addIssue("does not run Linux containers: choose a type like m7a.large");
  return type;
});

const instanceTypes = withRule(list(instanceType, "[m7a.large]").min(1).max(20), (types) => [
  ...eachOnce(types),
  ...ofOneKind(types),
]);

function ofOneKind(types: readonly string[]): Problem[] {
  const [first = "", ...others] = types;
  return others.flatMap((type, index) =>
    runRule(() => {
      const [kind, firstKind] = [architectureOf(type), architectureOf(first)];
      const message = `is ${kind ?? "?"}, but ${first} is ${firstKind ?? "?"}: an image runs on one architecture`;
      return kind === firstKind ? [] : [{ path: [index + 1], message }];
    }),
  );
}

const services = withRule(named(SERVICE_NAME, SERVICE_NAME_MEANING, serviceSchema), (all) => {
  const entries = Object.entries(all);
  if (entries.length === 0) return [{ path: [], message: "needs one service: what runs" }];
  if (entries.some(([, service]) => orElse(() => service.ports.length > 0, true))) return [];
  return entries
    .filter(([, { leavesOutPorts }]) => leavesOutPorts)
    .map(([name]) => ({ path: [name, "ports"], message: PORTS_MISSING }));
});

/**
 * The least is the snapshot of the ECS-optimised image, 30 GiB: no smaller volume can be made of it. EC2 would take up
 * to 16384 (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateEbsBlockDeviceRequest.html); at 500
 * the disk costs half as much an hour as m7a.large, 0.055 USD, and a digit too many is refused here, not seen on the bill.
 */
const DISK = { min: "30g", max: "500g" };

const written = mapping(
  {
    instance_types: instanceTypes.meta({
      description: "EC2 instance types in order of preference, at most 20, of one architecture",
    }),
    availability_zone: zoneLetter.optional().meta({
      description:
        "letter of the availability zone; required with volumes on EFS, and then permanent: they are in that zone",
    }),
    services: services.meta({ description: "what runs, in the words of Compose" }),
    volumes: named(
      VOLUME_NAME,
      "a volume's name of 1 to 15 lower-case letters and digits, a letter first",
      volumeSchema,
      (name) => `: call it ${volumeFor(name)}, here and where it is mounted`,
    )
      .prefault({})
      .meta({ description: "where files are kept: on an EFS file system each, or on the host's disk; default: none" }),
    configs: configs.prefault({}).meta({
      description: "files that services see read-only, like a Caddyfile, at most 8 KiB in all; default: none",
    }),
    mode: choice(["on_demand"], notTaken({ [notBuiltYet("a container that never sleeps")]: "always" }))
      .prefault("on_demand")
      .meta({ description: "on_demand: it sleeps until a DNS query; default on_demand" }),
    deploy: choice(["next_wake", "now"]).prefault("next_wake").meta({
      description: "next_wake: an apply never ends a game. now: an apply restarts the container; default next_wake",
    }),
    startup_timeout: duration({ unit: "minutes", min: "5m", max: "2h" })
      .prefault("15m")
      .meta({
        description:
          "how long a wake may take before it is given up: until AWS has a host, and until the container runs. Until then a " +
          "container that nobody has joined stays up, so a session without players lasts at least that long; while the " +
          "first download goes on (30 MB a minute), up to an hour longer; from 5m to 2h; default 15m",
      }),
    idle: idle.prefault({}).meta({ description: "when nobody plays any more" }),
    limit: limit.prefault({}).meta({ description: "what a session, a day and a month may take at most" }),
    crash_loop: crashLoop.prefault({}).meta({ description: "when to give up, and for how long" }),
    wake: wake.prefault({}).meta({ description: "which queries wake, and how often" }),
    srv,
    disk: sizeGiB(DISK)
      .prefault(DISK.min)
      .meta({
        description:
          `size of the host's disk, for the image, logs and volumes with storage: host, from ${DISK.min} to ${DISK.max}; paid only ` +
          `while there is a host, 0.01 USD an hour for each 90 GiB; default ${DISK.min}`,
      }),
    ipv6: flag(false, "true: an AAAA record, too, and without srv queries for it wake"),
    ami: text(/^(latest|ami-[0-9a-f]{8,17})$/, "latest or an image like ami-0123456789abcdef0")
      .prefault("latest")
      .meta({
        description:
          "latest: the newest ECS-optimised image, looked up at each wake with one instance type, at each apply with " +
          "several; or the id of one image; default latest",
      }),
    retired: flag(
      false,
      "true: only the kept volumes and their backups remain. With delegation: manual the way back needs new name servers " +
        "at the domain's DNS",
    ),
  },
  NOT_IN_CONTAINER,
);

/** configs/<name>.yaml: one container, where it runs, and how it sleeps. */
export const containerSchema = withRule(written, ({ srv: record, services: all, wake: { queryTypes } }) =>
  srvProblems({ srv: record, services: all, queryTypes }),
)
  .transform((container) => ({
    instanceTypes: container.instance_types,
    /** Of all types: a mixture is refused above. */
    architecture: orHole(() =>
      container.instance_types.map(architectureOf).includes("arm64") ? ("arm64" as const) : ("x86_64" as const),
    ),
    availabilityZone: container.availability_zone,
    services: container.services,
    volumes: container.volumes,
    configs: container.configs,
    mode: container.mode,
    deploy: container.deploy,
    startupTimeoutMinutes: container.startup_timeout,
    idle: orHole(() => ({
      ...container.idle,
      packetsPerMinute:
        container.idle.packetsPerMinute ??
        orHole(() =>
          usualPacketsPerMinute(container.idle, countedPorts(publishedPorts(container.services), container.idle.ports)),
        ),
    })),
    limit: container.limit,
    crashLoop: container.crash_loop,
    wake: orHole(() => ({
      ...container.wake,
      queryTypes: container.wake.queryTypes ?? usualQueryTypes(container),
    })),
    srv: container.srv,
    diskGiB: container.disk,
    ipv6: container.ipv6,
    ami: container.ami,
    retired: container.retired,
  }))
  .meta({ title: "configs/<name>.yaml", description: "one container: what runs, where it runs, and how it sleeps" });

/** Types of the queries that wake, if none are written, as the description of each field says. */
function usualQueryTypes({ srv: record, ipv6 }: Pick<z.output<typeof written>, "srv" | "ipv6">): readonly string[] {
  if (record !== undefined) return ["SRV"];
  return ipv6 ? ["A", "AAAA"] : ["A"];
}

export type ContainerSettings = z.output<typeof containerSchema>;
