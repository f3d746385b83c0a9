import type { Mail } from "./decision";
import { down, healed } from "./mails/always";
import { asleep, ignored } from "./mails/asleep";
import type { Draft, MailOf } from "./mails/draft";
import * as notices from "./mails/notices";
import { runFailed } from "./mails/run-failed";
import { serviceStopped } from "./mails/stopped-service";
import { limitNear, limitPassed, usedUp } from "./mails/limits";
import { blindHost, stopsSoon, up } from "./mails/session";
import { moment } from "./mails/words";
import type { KeeperSettings } from "./read-settings";
import type { Instant } from "./time";

/** SNS takes less than 100, of ASCII to be safe: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const LONGEST_SUBJECT = 99;

/** A mail as SNS takes it. */
export interface WrittenMail {
  /** One line of printable ASCII. */
  readonly subject: string;
  readonly text: string;
}

type Write<Kind extends Mail> = (mail: Kind, settings: KeeperSettings, now: Instant) => Draft;

/**
 * Writes a mail: first for people who play and know nothing of AWS, what happened and what it means for tonight; then for
 * whoever runs the server, what to do, with the command or the place.
 */
export function write(mail: Mail, settings: KeeperSettings, now: Instant): WrittenMail {
  const draft = DRAFTS[mail.kind] as Write<Mail>;
  const { subject, paragraphs, forOperator = [] } = draft(mail, settings, now);
  const { project, container, region, timeZone } = settings;
  const sender = `-- keeper of ${container} (${project}, ${region}), ${moment(now, timeZone)}`;
  const isSaid = (paragraph: string | undefined): paragraph is string => paragraph !== undefined;
  const [first, ...others] = forOperator.filter(isSaid);
  const marked = first === undefined ? [] : [`For whoever runs ${container}:\n\n${first}`, ...others];
  return {
    subject: asciiLine(subject),
    text: [...paragraphs.filter(isSaid), ...marked, sender].join("\n\n") + "\n",
  };
}

/** How each kind of mail is written. */
const DRAFTS: { readonly [Kind in Mail["kind"]]: Write<MailOf<Kind>> } = {
  up,
  asleep,
  healed,
  down,
  "stops soon": stopsSoon,
  "limit near": limitNear,
  "limit passed": limitPassed,
  "blind host": blindHost,
  "host outside the group": notices.hostOutsideGroup,
  "host stays": notices.hostStays,
  "wakes used up": notices.wakesUsedUp,
  "service stopped": serviceStopped,
  "run failed": runFailed,
  "used up": usedUp,
  ignored,
  blocked: notices.blocked,
  "hold unreadable": notices.holdUnreadable,
  begins: notices.begins,
  "memory unreadable": notices.memoryUnreadable,
  "backup failed": notices.backupFailed,
  "wake fails": notices.wakeFails,
};

/** Only names and numbers are put into subjects, no words from outside; still SNS must not refuse the mail. */
function asciiLine(subject: string): string {
  const line = subject.replace(/[^ -~]+/g, " ").trim();
  return line.length > LONGEST_SUBJECT ? `${line.slice(0, LONGEST_SUBJECT - 3)}...` : line;
}
