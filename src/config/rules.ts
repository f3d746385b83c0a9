import type { BaseSettings } from "./base-schema";
import type { ContainerSettings } from "./container-schema";
import type { PortRange } from "./ports";
import type { Path } from "./problems";
import type { ServiceConfig } from "./service-schema";
import type { VolumeConfig } from "./volume-schema";
import type { Finding } from "./wording";

/** Where ECS and the host itself listen: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html */
const RESERVED_TCP_PORTS: Readonly<Record<number, string>> = {
  22: "SSH",
  2375: "docker",
  2376: "docker",
  51678: "the ECS agent",
  51679: "the ECS agent",
  51680: "the ECS agent",
};
/** 100 a host, the reserved ones included (same page). */
const MAX_PORTS = 94;
const DAYS_BETWEEN_BACKUPS: Readonly<Record<string, number>> = { daily: 1, weekly: 7 };

/** What no field can see alone: rules between the fields of one container, and between it and base. */
export function crossFieldFindings(container: ContainerSettings, base: BaseSettings | undefined): Finding[] {
  const services = Object.entries(container.services);
  return [
    ...services.slice(1).map(([name]) => ({
      path: ["services", name],
      message: "is the second service: several services are not built yet, write one",
      atKey: true,
    })),
    ...services.flatMap(([name, service]) => serviceFindings(["services", name], service)),
    ...portFindings(services),
    ...volumeUseFindings(container, services),
    ...zoneFindings(container, base),
    ...Object.entries(container.volumes).flatMap(([name, volume]) => backupFindings(["volumes", name], volume)),
    ...timeFindings(container),
  ];
}

function serviceFindings(path: Path, service: ServiceConfig): Finding[] {
  const found: Finding[] = [];
  const seen = new Set<string>();
  service.secrets.forEach(({ name }, index) => {
    if (seen.has(name))
      found.push({ path: [...path, "secrets", index], message: `${name} stands here twice: keep one` });
    if (name in service.environment) {
      found.push({
        path: [...path, "environment", name],
        message: "is listed under secrets too: keep it there only",
        atKey: true,
      });
    }
    seen.add(name);
  });
  service.mounts.forEach((mount, index) => {
    const at = [...path, "volumes", index];
    if (mount.path === "/") found.push({ path: at, message: "would cover the whole container: mount it at a folder" });
    for (const other of service.mounts.slice(0, index)) {
      if (contains(other.path, mount.path) || contains(mount.path, other.path)) {
        found.push({
          path: at,
          message: `${mount.path} and ${other.path} contain one another: one volume would hide the other's files`,
        });
      }
    }
  });
  const { memoryLimitMiB: limit, memoryReservationMiB: reservation } = service;
  if (limit !== undefined && reservation > limit) {
    found.push({
      path: [...path, "mem_limit"],
      message: `is below mem_reservation (${reservation}m): the limit must be the larger one`,
    });
  }
  for (const [name, { soft, hard }] of Object.entries(service.ulimits)) {
    if (hard !== -1 && (soft === -1 || soft > hard)) {
      found.push({
        path: [...path, "ulimits", name],
        message: `the soft limit ${soft} is above the hard limit ${hard}`,
      });
    }
  }
  return found;
}

const contains = (outer: string, inner: string): boolean => inner === outer || inner.startsWith(`${outer}/`);

function portFindings(services: readonly (readonly [string, ServiceConfig])[]): Finding[] {
  const found: Finding[] = [];
  const taken = new Set<string>();
  let count = 0;
  for (const [name, { ports }] of services) {
    ports.forEach((range, index) => {
      const path = ["services", name, "ports", index];
      const numbers = hostPorts(range);
      const twice = numbers.find((port) => taken.has(`${port}/${range.protocol}`));
      if (twice !== undefined)
        found.push({ path, message: `host port ${twice}/${range.protocol} is published twice: keep one` });
      const reserved = range.protocol === "tcp" ? numbers.find((port) => port in RESERVED_TCP_PORTS) : undefined;
      if (reserved !== undefined) {
        found.push({
          path,
          message: `host port ${reserved}/tcp belongs to ${RESERVED_TCP_PORTS[reserved] ?? "the host"}: publish another`,
        });
      }
      const before = count;
      count += range.count;
      if (before <= MAX_PORTS && count > MAX_PORTS) {
        found.push({ path, message: `more than ${MAX_PORTS} published ports: ECS reserves no more on one host` });
      }
      numbers.forEach((port) => taken.add(`${port}/${range.protocol}`));
    });
  }
  return found;
}

/** Every host port of a range. */
export const hostPorts = ({ hostPort, count }: PortRange): number[] =>
  Array.from({ length: count }, (_, index) => hostPort + index);

function volumeUseFindings(
  container: ContainerSettings,
  services: readonly (readonly [string, ServiceConfig])[],
): Finding[] {
  const declared = Object.keys(container.volumes);
  const used = new Set(services.flatMap(([, { mounts }]) => mounts.map(({ volume }) => volume)));
  return [
    ...services.flatMap(([name, { mounts }]) =>
      mounts.flatMap(({ volume }, index) =>
        declared.includes(volume)
          ? []
          : [
              {
                path: ["services", name, "volumes", index],
                message: `the volume ${volume} is not declared: add it under volumes at the end of the file`,
              },
            ],
      ),
    ),
    ...declared
      .filter((volume) => !used.has(volume))
      .map((volume) => ({
        path: ["volumes", volume],
        message: `is mounted by no service: mount it, like ${volume}:/data`,
        atKey: true,
      })),
  ];
}

function zoneFindings(
  { availabilityZone: zone, volumes }: ContainerSettings,
  base: BaseSettings | undefined,
): Finding[] {
  if (zone === undefined) {
    return Object.keys(volumes).length === 0
      ? []
      : [
          {
            path: ["availability_zone"],
            message: `is missing: volumes live in one zone, write its letter (base has ${base?.network.zones.join(", ") ?? "a"})`,
          },
        ];
  }
  return base === undefined || base.network.zones.includes(zone)
    ? []
    : [
        {
          path: ["availability_zone"],
          message: `base has no subnet in zone ${zone}: add it to network.zones in base.yaml, or use ${base.network.zones.join(", ")}`,
        },
      ];
}

function backupFindings(path: Path, { backup }: VolumeConfig): Finding[] {
  const days = backup && DAYS_BETWEEN_BACKUPS[backup.schedule];
  return backup !== undefined && days !== undefined && backup.retentionDays <= days
    ? [
        {
          path: [...path, "backup", "retention"],
          message: `must be longer than ${days}d: at times there would be no ${backup.schedule} backup at all`,
        },
      ]
    : [];
}

function timeFindings({ idle, limit, startupTimeoutMinutes }: ContainerSettings): Finding[] {
  const session = limit.perSessionMinutes;
  return [
    ...(idle.afterMinutes < session
      ? []
      : [{ path: ["idle", "after"], message: "must be shorter than limit.per_session" }]),
    ...(startupTimeoutMinutes < session
      ? []
      : [{ path: ["startup_timeout"], message: "must be shorter than limit.per_session" }]),
  ];
}
