import { DAY, type Instant, MINUTE } from "../../world/clock";
import { tagsOf } from "../../world/terraform/objects";
import type { Invariant } from "./invariant";
import type { Subject } from "../subject";

/** AWS Backup sends its event within five minutes; then keeper runs and sends a mail. */
const REPORT_MINUTES = 12;

/** By best effort, and nothing heals it: a keeper that never got the event, or has no memory to note its mail in, sends none. */
function mayBeUnheard({ chronicle: { last } }: Subject, failedAt: Instant): boolean {
  return (
    Math.max(last.lostEvent, last.keeperRefused, last.metricRefused, last.keeperDead) >= failedAt ||
    last.memoryLost > failedAt - DAY
  );
}

export const failedBackupsReported: Invariant = {
  name: "failed backups are reported",
  sentence: "a backup that fails is reported by mail within 12 minutes, once a day for each vault",
  watch: (subject) => {
    let seen = 0;
    let failures: { readonly at: Instant; readonly vault: string }[] = [];
    return () => {
      const { now, world, chronicle, name, settings } = subject;
      for (; seen < world.backups.failed.length; seen++) {
        const job = world.backups.failed[seen];
        const files = world.objects.find("aws_efs_file_system", { arn: job?.fileSystemArn ?? "" });
        if (job && files && tagsOf(files)["Container"] === name) failures.push({ at: now, vault: job.vaultName });
      }
      if (failures.length === 0) return undefined;
      const isReported = (at: Instant, vault: string): boolean =>
        (chronicle.failedBackups.get(vault) ?? 0) >= settings.timeZone.day(at).start;
      failures = failures.filter(({ at, vault }) => !isReported(at, vault) && !mayBeUnheard(subject, at));
      const late = failures.find(({ at }) => now - at > REPORT_MINUTES * MINUTE);
      return late && !subject.isDestroyed ? `a backup into ${late.vault} failed, and no mail says so` : undefined;
    };
  },
};
