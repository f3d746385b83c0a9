import type { Limit } from "../ending";
import type { KeeperSettings } from "../read-settings";
import type { Instant } from "../time";
import type { TimeZone } from "../time-zone";
import { commandsFor, configFile } from "../../../shared/commands";
import type { Draft, MailOf } from "./draft";
import { duration, inUse, isAlways, size, staysAsleep, timeOfDay } from "./words";

interface LimitWords {
  /** As it is written in the YAML. */
  readonly field: string;
  /** "in this session". */
  readonly when: string;
  /** "today's", before an amount. */
  readonly whose: string;
  /** When it begins at 0 again. */
  readonly until: (now: Instant, timeZone: TimeZone) => string;
  /** "been up for", before an amount. */
  readonly has: string;
  readonly amount: (value: number) => string;
}

const HOURS = { has: "been up for", amount: duration };
const TRAFFIC = { has: "sent", amount: size };
const TODAY = {
  when: "today",
  whose: "today's",
  until: (now: Instant, timeZone: TimeZone) => timeOfDay(timeZone.day(now).end, timeZone),
};
const MONTH = {
  when: "this month",
  whose: "this month's",
  until: (now: Instant, timeZone: TimeZone) =>
    `the first of next month, ${timeOfDay(timeZone.month(now).end, timeZone)}`,
};

const WORDS: Readonly<Record<Limit, LimitWords>> = {
  session: { field: "limit.per_session", when: "in this session", whose: "a session's", until: () => "", ...HOURS },
  day: { field: "limit.per_day", ...TODAY, ...HOURS },
  month: { field: "limit.per_month", ...MONTH, ...HOURS },
  "day traffic": { field: "limit.traffic_per_day", ...TODAY, ...TRAFFIC },
  "month traffic": { field: "limit.traffic_per_month", ...MONTH, ...TRAFFIC },
};

/** "today's 14 h" or "this month's 150 GiB of traffic". */
export const allowance = (limit: Limit, most: number): string => {
  const { whose, amount } = WORDS[limit];
  return `${whose} ${amount(most)}${isTraffic(limit) ? " of traffic" : ""}`;
};

const isTraffic = (limit: Limit): boolean => WORDS[limit].has === TRAFFIC.has;

/** "at 00:00 CET" or "on the first of next month, 00:00 CET". */
export const resetAt = (limit: Limit, { timeZone }: KeeperSettings, now: Instant): string =>
  `${WORDS[limit].when === TODAY.when ? "at" : "on"} ${WORDS[limit].until(now, timeZone)}`;

/** How long it stays asleep. */
export const untilReset = (limit: Limit, settings: KeeperSettings, now: Instant): string =>
  staysAsleep(WORDS[limit].until(now, settings.timeZone));

/** How to play before that. Starting it by hand passes all but the day's traffic: a script must not cost more. */
export function beforeReset(limit: Limit, settings: KeeperSettings): string {
  const raise = `To ${isAlways(settings) ? "use it" : "play"} before that, raise ${WORDS[limit].field} in ${configFile(settings)} and apply`;
  return limit === "day traffic" ? `${raise}.` : `${raise}, or start it by hand:\n${commandsFor(settings).wake}`;
}

/** Somebody wants to play, and a limit is used up. */
export function usedUp({ limit, most }: MailOf<"used up">, settings: KeeperSettings, now: Instant): Draft {
  const { container, address } = settings;
  return {
    subject: `${container} stays ${isAlways(settings) ? "stopped" : "asleep"}: ${allowance(limit, most)} are used up`,
    paragraphs: [
      isAlways(settings)
        ? `${container} is not started, because ${allowance(limit, most)} are used up. It starts by itself ${resetAt(limit, settings, now)}.`
        : `Somebody looked up ${address}, but ${allowance(limit, most)} are used up. ${untilReset(limit, settings, now)}`,
    ],
    forOperator: [beforeReset(limit, settings)],
  };
}

/** Four fifths are used. */
export function limitNear({ limit, used, most }: MailOf<"limit near">, settings: KeeperSettings): Draft {
  const { container } = settings;
  const { field, when, has, amount } = WORDS[limit];
  const who = isTraffic(limit) ? commandsFor(settings).containerLog : commandsFor(settings).queryLog;
  const then = settings.limit.stop
    ? `At ${amount(most)} it is stopped, even if somebody is ${inUse(settings)}. ${isAlways(settings) ? "It" : "The game"} gets time to save first.`
    : `At ${amount(most)} you get another mail; nothing is stopped, because limit.stop is false.`;
  return {
    subject: `${container} has ${has} ${amount(used)} ${when}`,
    paragraphs: [`${container} has ${has} ${amount(used)} of its ${amount(most)} ${when}. ${then}`],
    forOperator: [
      `If that is more than you expect, check who uses it:\n${who}`,
      `To allow more, raise ${field} in ${configFile(settings)} and apply. That does not ${isAlways(settings) ? "restart it" : "end a game"}.`,
    ],
  };
}

/** limit.stop is false: nothing ends. */
export function limitPassed({ limit, used, most }: MailOf<"limit passed">, settings: KeeperSettings): Draft {
  const { container } = settings;
  const { field, when, has, amount } = WORDS[limit];
  const what = `${container} has ${has} ${amount(used)} ${when}`;
  return {
    subject: what,
    paragraphs: [`${what}. It has reached its limit of ${amount(most)}, but keeps running.`],
    forOperator: [
      `It costs money until it ${isAlways(settings) ? "is stopped" : "sleeps"}. ${field} stops nothing, because limit.stop is false in ${configFile(settings)}. To stop it now, even if somebody is ${inUse(settings)}:\n${commandsFor(settings).sleep}`,
    ],
  };
}
