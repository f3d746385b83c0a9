import type { BaseSettings } from "./base-schema";
import type { ContainerSettings } from "./container-schema";
import type { Finding } from "./findings";
import { taskFindings } from "./task-rules";
import { fileSystems } from "./volume-schema";

/** What no field can see alone: rules between the parts of one container's file, and between it and base.yaml. */
export function crossFieldFindings(
  name: string,
  container: ContainerSettings,
  base: BaseSettings | undefined,
): Finding[] {
  return [
    ...volumeFindings(container),
    ...zoneFindings(container, base),
    ...timeFindings(container),
    ...taskFindings(name, container, base),
  ];
}

/** Volumes used but not declared, and the other way round. */
function volumeFindings({ services, volumes }: ContainerSettings): Finding[] {
  const declared = Object.keys(volumes);
  const mounts = Object.entries(services).flatMap(([name, { mounts: all }]) =>
    all.map(({ volume }, index) => ({ volume, path: ["services", name, "volumes", index] })),
  );
  return [
    ...mounts
      .filter(({ volume }) => !declared.includes(volume))
      .map(({ volume, path }) => ({
        path,
        message: `the volume ${volume} is not declared: add it under volumes at the end of the file`,
      })),
    ...declared
      .filter((volume) => !mounts.some((mount) => mount.volume === volume))
      .map((volume) => ({
        path: ["volumes", volume],
        message: `is mounted by no service: mount it, like ${volume}:/data, or remove it`,
        atKey: true,
      })),
  ];
}

/** File systems live in one zone, and base has a subnet in it. */
function zoneFindings(
  { availabilityZone: zone, volumes }: ContainerSettings,
  base: BaseSettings | undefined,
): Finding[] {
  const path = ["availability_zone"];
  const zones = base?.network.zones;
  if (zone === undefined) {
    const known = zones === undefined ? "" : ` (base has ${zones.join(", ")})`;
    return fileSystems(volumes).length === 0
      ? []
      : [{ path, message: `is missing: volumes live in one zone, write its letter${known}` }];
  }
  return zones === undefined || zones.includes(zone)
    ? []
    : [
        {
          path,
          message: `base has no subnet in zone ${zone}: add it to network.zones in base.yaml, or use ${zones.join(", ")}`,
        },
      ];
}

/** A session must be longer than what it waits for. */
function timeFindings({ idle, limit, startupTimeoutMinutes }: ContainerSettings): Finding[] {
  const session = limit.perSessionMinutes;
  const message = "must be shorter than limit.per_session: the session would always end first";
  return [
    ...(idle.afterMinutes < session ? [] : [{ path: ["idle", "after"], message }]),
    ...(startupTimeoutMinutes < session ? [] : [{ path: ["startup_timeout"], message }]),
  ];
}
