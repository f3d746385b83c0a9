import { z } from "zod";
import { backup } from "./backup-schema";
import { flag, mapping, text } from "../schema/fields";
import { didYouMean, mustBe } from "../schema/messages";
import { ON_HOST_WORDS, VOLUME_WORDS } from "../schema/words";

/** Last part of a backup vault's name (50 characters), after project and container. */
export const VOLUME_NAME = /^[a-z][a-z0-9]{0,14}$/;

const STORAGE = ["one_zone", "host"] as const;
const STORAGE_MEANING =
  "one_zone: an EFS file system. host: a folder on the host's disk, deleted with the host (at each sleep), for caches, sockets and other " +
  "files you can lose; it starts as a copy of the image's folder; default one_zone";

/** `1000:1000` as numbers: https://docs.aws.amazon.com/efs/latest/ug/API_PosixUser.html */
const owner = text(/^\d{1,10}:\d{1,10}$/, 'a numeric user and group, like "1000:1000"').transform((value, context) => {
  const [uid = 0, gid = 0] = value.split(":").map(Number);
  if (Math.max(uid, gid) > 4_294_967_295) context.addIssue("user and group must be at most 4294967295");
  return { uid, gid };
});

const fileSystem = mapping(
  {
    storage: z.literal("one_zone").optional().describe(STORAGE_MEANING),
    keep: flag(true, "true: Terraform refuses to destroy the volume. false: it is deleted with the stack"),
    backup: backup.prefault({}).describe("none, or a plan; default {schedule: daily, retention: 30d}"),
    owner: owner.prefault("0:0").describe("numeric user:group that owns the new, empty volume; default 0:0"),
    enforce_owner: flag(
      false,
      "true: every file belongs to owner, whichever user writes it; for images that run as that user",
    ),
  },
  VOLUME_WORDS,
).transform(({ enforce_owner: enforceOwner, ...volume }) => ({
  ...volume,
  storage: "one_zone" as const,
  enforceOwner,
}));

const KEPT = "is not supported with storage: host, whose files are deleted with the host: remove it";

const onHost = mapping(
  {
    storage: z.literal("host").describe(STORAGE_MEANING),
    keep: z.literal(false, { error: KEPT }).optional().describe("only false is allowed"),
    backup: z.literal("none", { error: KEPT }).optional().describe("only none is allowed"),
  },
  ON_HOST_WORDS,
).transform(() => ({ storage: "host" as const }));

const settings = z.discriminatedUnion("storage", [fileSystem, onHost], {
  error: ({ input }) => {
    if (typeof input !== "object" || input === null) return undefined; // reported like any other mapping
    const { storage } = input as { storage?: unknown };
    if (storage === "regional") return "is not supported yet (files in several zones): write one_zone or host";
    return (
      mustBe(STORAGE.join(" or "))({ input: storage }) +
      (typeof storage === "string" ? didYouMean(storage, STORAGE) : "")
    );
  },
});

/** One volume. `world:` alone has all defaults, as in Compose. */
export const volumeSchema = settings.nullable().transform((volume) => volume ?? settings.parse({}));

export type VolumeConfig = z.output<typeof volumeSchema>;
/** A volume that outlives every host: a One Zone EFS file system. */
export type FileSystemConfig = Extract<VolumeConfig, { storage: "one_zone" }>;

/** The volumes that are file systems, by name. */
export const fileSystems = (volumes: Readonly<Record<string, VolumeConfig>>): [string, FileSystemConfig][] =>
  Object.entries(volumes).flatMap(([name, volume]) => (volume.storage === "one_zone" ? [[name, volume]] : []));

/** Names of the volumes on the host's disk. */
export const hostVolumes = (volumes: Readonly<Record<string, VolumeConfig>>): string[] =>
  Object.keys(volumes).filter((name) => volumes[name]?.storage === "host");
