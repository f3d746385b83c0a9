import type { Mail as Fields } from "../../handlers/keeper/decision";
import type { Mail } from "../world/timeline";
import type { TimeZone } from "../../handlers/keeper/time-zone";
import { type Instant, MINUTE } from "../world/clock";

/** What a mail of keeper's tells programs; undefined if another one has sent it. */
export const toldIn = ({ fields }: Pick<Mail, "fields">): Fields | undefined => fields as Fields | undefined;

/** The session's end that a mail tells. */
export const endingIn = (fields: Fields) => (fields.kind === "asleep" ? fields.ending : undefined);

/** Of which span the mail says that its limit is reached. */
export function usedUpIn(fields: Fields): "day" | "month" | undefined {
  if (fields.kind === "wakes used up") return "day";
  const ending = endingIn(fields);
  const limit = fields.kind === "used up" ? fields.limit : ending?.kind === "limit" ? ending.limit : "session";
  return limit === "session" ? undefined : limit === "month" || limit === "month traffic" ? "month" : "day";
}

/** Until when queries do not wake it, where the mail says that it rests after a failure. */
export const restUntilIn = (fields: Fields): number | undefined =>
  fields.kind === "asleep" && "restMinutes" in fields.ending ? fields.restUntil : undefined;

/** Until when the mail says that queries are ignored, because nobody has played. */
export function ignoredUntilIn(fields: Fields): number | undefined {
  if (fields.kind === "ignored") return fields.until;
  return fields.kind === "asleep" && fields.emptySession?.byHand === false
    ? fields.emptySession.ignoredUntil
    : undefined;
}

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
