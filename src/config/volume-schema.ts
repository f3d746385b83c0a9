import { z } from "zod";
import { backup } from "./backup-schema";
import { VOLUME_WORDS } from "./compose-words";
import { mapping, text } from "./fields";

/** Becomes the end of a Backup vault's name (50 characters) after project and container. */
export const VOLUME_NAME = /^[a-z][a-z0-9]{0,14}$/;

/** `1000:1000` as numbers: https://docs.aws.amazon.com/efs/latest/ug/API_PosixUser.html */
const owner = text(/^\d{1,10}:\d{1,10}$/, 'a user and group by number, like "1000:1000"').transform(
  (value, context) => {
    const [uid = 0, gid = 0] = value.split(":").map(Number);
    if (Math.max(uid, gid) > 4_294_967_295) context.addIssue("user and group go up to 4294967295");
    return { uid, gid };
  },
);

const settings = mapping(
  {
    keep: z
      .boolean()
      .prefault(true)
      .meta({ description: "true: Terraform refuses to destroy it. false: it goes with the stack; default true" }),
    backup: backup.prefault({}).meta({ description: "none, or a plan; default {schedule: daily, retention: 30d}" }),
    owner: owner
      .prefault("0:0")
      .meta({ description: "user:group that owns the empty volume when it is first mounted; default 0:0" }),
    enforce_owner: z.boolean().prefault(false).meta({
      description:
        "true: every file belongs to owner, whoever writes it, for images that run as that user; default false",
    }),
  },
  VOLUME_WORDS,
).transform(({ enforce_owner: enforceOwner, ...volume }) => ({ ...volume, enforceOwner }));

/** One volume: a One Zone EFS file system. `world:` alone takes every default, as in Compose. */
export const volumeSchema = settings.nullable().transform((volume) => volume ?? settings.parse({}));

export type VolumeConfig = z.output<typeof volumeSchema>;
