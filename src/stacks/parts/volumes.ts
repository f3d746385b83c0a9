import type { FileSystemConfig } from "../../config/container/volume-schema";
import { AccessPoint } from "../../constructs/files/access-point";
import { BackupRole, VolumeBackup } from "../../constructs/files/backup";
import { Volume } from "../../constructs/files/volume";
import type { ContainerNames } from "../../../shared/container-names";
import type { ProjectStack } from "../project-stack";

export interface VolumesProps {
  readonly names: ContainerNames;
  /** Letter of the zone in which the files are stored. */
  readonly availabilityZone?: string;
  readonly fileSystems: readonly (readonly [name: string, config: FileSystemConfig])[];
}

export interface DefinedVolume {
  readonly name: string;
  readonly config: FileSystemConfig;
  readonly volume: Volume;
}

export interface MountableVolume extends DefinedVolume {
  readonly accessPoint: AccessPoint;
}

/** Files and their backups, which even a retired container keeps. */
export function defineVolumes(
  stack: ProjectStack,
  { names, availabilityZone: zone, fileSystems }: VolumesProps,
): DefinedVolume[] {
  // The loader refuses file systems without a zone; without one there is nothing to define.
  if (zone === undefined) return [];

  const volumes = fileSystems.map(([name, config]) => ({
    name,
    config,
    volume: new Volume(stack, `volume_${name}`, {
      name: names.of(name),
      availabilityZone: `${stack.region}${zone}`,
      keep: config.keep,
    }),
  }));
  defineBackups(stack, names, volumes);
  return volumes;
}

/** The directory of each volume that the task mounts. */
export function defineAccessPoints(
  stack: ProjectStack,
  names: ContainerNames,
  volumes: readonly DefinedVolume[],
): MountableVolume[] {
  return volumes.map(({ name, config, volume }) => ({
    name,
    config,
    volume,
    accessPoint: new AccessPoint(stack, `access_point_${name}`, {
      name: names.of(name),
      volumeName: name,
      volume,
      owner: config.owner,
      enforceOwner: config.enforceOwner,
    }),
  }));
}

/** A kept volume always has a vault: switching backups off must not delete its recovery points. */
export const hasVault = ({ keep, backup }: FileSystemConfig): boolean => keep || backup !== undefined;

/** Output with the file systems. */
export const fileSystemIds = (volumes: readonly DefinedVolume[]) => ({
  value: Object.fromEntries(volumes.map(({ name, volume }) => [name, volume.fileSystemId])),
  description: "IDs of the EFS file systems, by volume",
});

function defineBackups(stack: ProjectStack, names: ContainerNames, volumes: readonly DefinedVolume[]): void {
  const saved = volumes.filter(({ config }) => hasVault(config));
  if (saved.length === 0) return;

  const { accountId, region } = stack;
  const role = new BackupRole(stack, "backup_role", {
    names,
    accountId,
    region,
    fileSystemArns: saved.map(({ volume }) => volume.fileSystemArn),
    vaultNames: saved.map(({ name }) => names.of(name)),
  });
  for (const { name, volume, config } of saved) {
    new VolumeBackup(stack, `backup_${name}`, { name: names.of(name), volume, role, plan: config.backup, region });
  }
}
