import type { LogEntry } from "../../handlers/keeper/log";
import type { TimeZone } from "../../handlers/keeper/time-zone";
import { ignoredUntilIn, restUntilIn, toldIn, usedUpIn } from "../prove/mails";
import { type Instant, MINUTE } from "../world/clock";
import type { Mail } from "../world/sns/mail";

/** Until when keeper follows no query, and why. */
export interface Rest {
  readonly until: Instant;
  readonly why: string;
}

/** What a mail of keeper's says about queries; it names the minute. */
export function restIn({ at, ...mail }: Mail, timeZone: TimeZone): Rest | undefined {
  const told = toldIn(mail);
  if (told === undefined) return undefined;
  const span = usedUpIn(told);
  if (span !== undefined) return { until: timeZone[span](at).end, why: `the ${span}'s limit is reached` };
  const [rests, ignored] = [restUntilIn(told), ignoredUntilIn(told)];
  const until = rests ?? ignored;
  return until === undefined
    ? undefined
    : { until: until - (until % MINUTE), why: rests === undefined ? "nobody played" : "it rests" };
}

/** What keeps a host up that nobody plays on: until when, if keeper's log says that this was in the way. */
export function holdIn(entry: unknown, now: Instant): Instant | undefined {
  const { facts, actions = [] } = entry as Partial<LogEntry>;
  const hold = facts?.hold && "until" in facts.hold ? facts.hold.until : undefined;
  const until = Date.parse(hold ?? "");
  const isIdle = facts?.alarms.includes("idle") ?? false;
  return isIdle && until > now && actions.every((action) => action.do !== "set capacity") ? until : undefined;
}
