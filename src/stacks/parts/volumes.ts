import { AccessPoint } from "../../constructs/files/access-point";
import { BackupRole } from "../../constructs/files/backup-role";
import { Volume } from "../../constructs/files/volume";
import { VolumeBackup } from "../../constructs/files/volume-backup";
import type { FileSystemConfig } from "../../config/container/volume-schema";
import type { Context, Foundation } from "./context";

export interface DefinedVolume {
  readonly name: string;
  readonly config: FileSystemConfig;
  readonly volume: Volume;
}

export interface MountableVolume extends DefinedVolume {
  readonly accessPoint: AccessPoint;
}

/** Files and their backups: what remains of a container when everything else is gone. */
export function defineVolumes(
  foundation: Foundation,
  configs: readonly (readonly [name: string, config: FileSystemConfig])[],
): DefinedVolume[] {
  const { stack, base, config, names } = foundation;
  const { availabilityZone: zone } = config;
  // The loader refuses file systems without a zone; without one there is nothing to define.
  if (zone === undefined) return [];

  const volumes = configs.map(([name, volumeConfig]) => ({
    name,
    config: volumeConfig,
    volume: new Volume(stack, `volume_${name}`, {
      name: names.of(name),
      availabilityZone: `${base.region}${zone}`,
      keep: volumeConfig.keep,
    }),
  }));
  defineBackups(foundation, volumes);
  return volumes;
}

/** The one directory of each volume that the task sees. */
export function defineAccessPoints({ stack, names }: Context, volumes: readonly DefinedVolume[]): MountableVolume[] {
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

/** A kept volume always has its vault: switching backups off must not ask AWS to delete the points there are. */
export const hasVault = ({ keep, backup }: FileSystemConfig): boolean => keep || backup !== undefined;

function defineBackups({ stack, base, config, names }: Foundation, volumes: readonly DefinedVolume[]): void {
  const saved = volumes.filter((volume) => hasVault(volume.config));
  if (saved.length === 0) return;

  const { region } = base;
  const role = new BackupRole(stack, "backup_role", {
    names,
    container: config.name,
    accountId: stack.accountId,
    region,
    fileSystemArns: saved.map(({ volume }) => volume.fileSystemArn),
    vaultNames: saved.map(({ name }) => names.of(name)),
  });
  for (const { name, volume, config: volumeConfig } of saved) {
    new VolumeBackup(stack, `backup_${name}`, {
      name: names.of(name),
      volume,
      role,
      plan: volumeConfig.backup,
      region,
    });
  }
}
