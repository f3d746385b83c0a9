import { AccessPoint } from "../../constructs/access-point";
import { BackupRole } from "../../constructs/backup-role";
import { Volume } from "../../constructs/volume";
import { VolumeBackup } from "../../constructs/volume-backup";
import type { Context } from "./context";

export interface DefinedVolume {
  readonly name: string;
  readonly volume: Volume;
  readonly accessPoint: AccessPoint;
}

/** The container's files, their backups, and the one directory of each that the task sees. */
export function defineVolumes(context: Context): DefinedVolume[] {
  const { stack, base, config, names } = context;
  const { availabilityZone: zone } = config;
  // The loader refuses volumes without a zone; without one there is nothing to define.
  if (zone === undefined) return [];

  const volumes = Object.entries(config.volumes).map(([name, { keep, owner, enforceOwner }]) => {
    const volume = new Volume(stack, `volume_${name}`, {
      name: names.of(name),
      availabilityZone: `${base.region}${zone}`,
      keep,
    });
    const accessPoint = new AccessPoint(stack, `access_point_${name}`, {
      name: names.of(name),
      volumeName: name,
      volume,
      owner,
      enforceOwner,
    });
    return { name, volume, accessPoint };
  });
  defineBackups(context, volumes);
  return volumes;
}

function defineBackups({ stack, base, config, names }: Context, volumes: readonly DefinedVolume[]): void {
  const saved = volumes.flatMap(({ name, volume: { fileSystemArn } }) => {
    const settings = config.volumes[name];
    return settings?.backup === undefined ? [] : [{ name, fileSystemArn, keep: settings.keep, ...settings.backup }];
  });
  if (saved.length === 0) return;

  const role = new BackupRole(stack, "backup_role", {
    names,
    container: config.name,
    accountId: stack.accountId,
    region: base.region,
    fileSystemArns: saved.map(({ fileSystemArn }) => fileSystemArn),
    vaultNames: saved.map(({ name }) => names.of(name)),
  });
  for (const { name, ...backup } of saved) {
    new VolumeBackup(stack, `backup_${name}`, { name: names.of(name), role, region: base.region, ...backup });
  }
}
