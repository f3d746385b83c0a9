import type { TimeZone } from "../../handlers/keeper/time-zone";
import { type Instant, MINUTE } from "../world/clock";
import type { Mail } from "../world/sns/mail";
import { ignoredUntilIn, restUntilIn, toldIn, usedUpIn } from "./mails";

/** Until when keeper follows no query, and why. */
export interface Rest {
  readonly until: Instant;
  readonly because: "day" | "month" | "failure" | "nobody played";
}

/** What a mail of keeper's says about queries; it names the minute. */
export function restIn(mail: Mail, timeZone: TimeZone): Rest | undefined {
  const fields = toldIn(mail);
  if (fields === undefined) return undefined;
  const span = usedUpIn(fields);
  if (span !== undefined) return { until: timeZone[span](mail.at).end, because: span };
  const [rests, ignored] = [restUntilIn(fields), ignoredUntilIn(fields)];
  const until = rests ?? ignored;
  if (until === undefined) return undefined;
  return { until: until - (until % MINUTE), because: rests === undefined ? "nobody played" : "failure" };
}
