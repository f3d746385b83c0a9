import type { TimeZone } from "../../handlers/keeper/time-zone";
import type { Instant } from "../world/clock";
import type { Mail } from "../world/sns/topics";

/** Until when keeper follows no query, and why. */
export interface Rest {
  readonly until: Instant;
  readonly why: string;
}

const REST =
  /(?:\b(that|start again) )?\b(?:until|before) ((?:\d+ \w+ \d+, )?\d\d:\d\d) [\w+:-]+?(?::? asking|, even|, whoever| a connection) /i;

/** What a mail of keeper's says about queries. */
export function restIn({ at, text }: Mail, timeZone: TimeZone): Rest | undefined {
  const [, before = "", time] = REST.exec(text) ?? [];
  if (time === undefined) return undefined;
  const span = time.includes(",") ? "month" : "day";
  const why =
    { that: "nobody played", "start again": "it rests" }[before.toLowerCase()] ?? `the ${span}'s limit is reached`;
  // A limit of the day ends with it.
  const until = time.includes(",") ? timeZone.instantOf(new Date(`${time} UTC`)) : timeZone.day(at).end;
  return { until, why };
}

/** What keeps a host up that nobody plays on: until when, if keeper's log says that this was in the way. */
export function holdIn(entry: unknown, now: Instant): Instant | undefined {
  const { saw, will } = entry as { readonly saw?: Sight; readonly will?: readonly string[] };
  const until = Date.parse(String(saw?.hold));
  const isIdle = saw?.alarms?.includes("idle") ?? false;
  return isIdle && until > now && will?.every((deed) => !deed.startsWith("set capacity")) === true ? until : undefined;
}

interface Sight {
  readonly alarms?: readonly string[];
  readonly hold?: unknown;
}
