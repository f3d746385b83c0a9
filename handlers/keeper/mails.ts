import type { Mail } from "./decision";
import { asleep, ignored } from "./mails/asleep";
import type { Draft } from "./mails/draft";
import {
  backupFailed,
  begins,
  blocked,
  holdUnreadable,
  hostOutsideGroup,
  hostStays,
  memoryUnreadable,
  wakeFails,
  wakesUsedUp,
} from "./mails/notices";
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

/**
 * Writes a mail for people who play and know nothing of AWS, and for those who look after it: what happened, why, and
 * what to do next, with the command or the place.
 */
export function write(mail: Mail, settings: KeeperSettings, now: Instant): WrittenMail {
  const { subject, paragraphs } = draft(mail, settings, now);
  const { project, container, region, timeZone } = settings;
  const sender = `-- keeper of ${container} (${project}, ${region}), ${moment(now, timeZone)}`;
  return {
    subject: asciiLine(subject),
    text: [...paragraphs, sender].filter((paragraph) => paragraph !== undefined).join("\n\n") + "\n",
  };
}

function draft(mail: Mail, settings: KeeperSettings, now: Instant): Draft {
  switch (mail.kind) {
    case "up":
      return up(mail, settings);
    case "asleep":
      return asleep(mail, settings, now);
    case "stops soon":
      return stopsSoon(mail, settings, now);
    case "limit near":
      return limitNear(mail, settings);
    case "limit passed":
      return limitPassed(mail, settings);
    case "blind host":
      return blindHost(mail, settings);
    case "host outside the group":
      return hostOutsideGroup(mail, settings);
    case "host stays":
      return hostStays(mail, settings);
    case "wakes used up":
      return wakesUsedUp(mail, settings, now);
    case "ignored":
      return ignored(mail, settings);
    case "used up":
      return usedUp(mail, settings, now);
    case "begins":
      return begins(settings);
    case "backup failed":
      return backupFailed(mail, settings);
    case "blocked":
      return blocked(mail, settings);
    case "hold unreadable":
      return holdUnreadable(mail, settings);
    case "memory unreadable":
      return memoryUnreadable(mail, settings);
    case "wake fails":
      return wakeFails(settings);
  }
}

/** Only names and numbers are put into subjects, no words from outside; still SNS must not refuse the mail. */
function asciiLine(subject: string): string {
  const line = subject.replace(/[^ -~]+/g, " ").trim();
  return line.length > LONGEST_SUBJECT ? `${line.slice(0, LONGEST_SUBJECT - 3)}...` : line;
}
