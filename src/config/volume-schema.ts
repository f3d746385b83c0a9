import { z } from "zod";
import { mapping, notBuiltYet } from "./fields";
import { owner } from "./linux-schema";
import { duration } from "./units";

/** Becomes the end of a Backup vault's name (50 characters) after project and container. */
export const VOLUME_NAME = /^[a-z][a-z0-9]{0,14}$/;

/** Six fields, one of the two days is "?": https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html */
const CRON = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/;

const schedule = z.string().transform((written, context) => {
  if (written === "daily" || written === "weekly") return written;
  const [, minute = "", hour, dayOfMonth, , dayOfWeek] = CRON.exec(written) ?? [];
  if (hour === undefined) {
    context.addIssue(
      `must be daily, weekly or cron(minute hour day-of-month month day-of-week year) in UTC, got "${written}"`,
    );
  } else if ((dayOfMonth === "?") === (dayOfWeek === "?")) {
    context.addIssue("exactly one of day-of-month and day-of-week must be ?, like cron(0 5 ? * SUN *)");
  } else if (!/^\d{1,2}$/.test(minute) || Number(minute) > 59) {
    context.addIssue("the minute must be one number from 0 to 59: backups start at most once an hour");
  }
  return written;
});

const backupPlan = mapping({
  schedule: schedule
    .prefault("daily")
    .meta({ description: "daily, weekly (both at night in the region) or cron(…) in UTC" }),
  retention: duration({ unit: "days", min: "1d", max: "3650d" })
    .prefault("30d")
    .meta({ description: "how long each recovery point is kept, from 1d; default 30d" }),
}).transform(({ schedule: when, retention }) => ({ schedule: when, retentionDays: retention }));

const NONE = z.literal("none", {
  error: ({ input }) => `must be none, or a mapping of schedule and retention, got ${JSON.stringify(input)}`,
});

const settings = mapping(
  {
    keep: z
      .boolean()
      .prefault(true)
      .meta({ description: "true (default): Terraform refuses to destroy it. false: it goes with the stack" }),
    backup: z
      .union([NONE.transform(() => undefined), backupPlan])
      .prefault({})
      .meta({ description: "none, or {schedule: daily, retention: 30d} (default)" }),
    owner: owner
      .prefault("0:0")
      .meta({ description: "user:group that owns the empty volume when it is first mounted; default 0:0" }),
    enforce_owner: z
      .boolean()
      .prefault(false)
      .meta({ description: "true: every file belongs to owner, whoever writes it; for images that run as that user" }),
  },
  { file_system: notBuiltYet("adopting a file system") },
).transform(({ keep, backup, owner: ownedBy, enforce_owner: enforceOwner }) => ({
  keep,
  backup,
  owner: ownedBy,
  enforceOwner,
}));

/** One volume: a One Zone EFS file system. `world:` alone takes every default, as in Compose. */
export const volumeSchema = settings.nullable().transform((volume) => volume ?? settings.parse({}));

export type VolumeConfig = z.output<typeof volumeSchema>;
