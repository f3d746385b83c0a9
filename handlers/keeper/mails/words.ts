import { isFoundBySrv } from "../../../shared/address";
import { commandsFor } from "../../../shared/commands";
import type { KeeperSettings } from "../read-settings";
import type { Instant } from "../time";
import type { TimeZone } from "../time-zone";

/** Longest quotation from AWS, a registry or a person, in characters. */
const LONGEST_QUOTE = 300;

/** Minutes as people say them: 130 is "2 h 10 min". */
export function duration(minutes: number): string {
  const whole = Math.round(minutes);
  if (whole < 1) return "less than a minute";
  const parts = [
    { amount: Math.floor(whole / 60), unit: "h" },
    { amount: whole % 60, unit: "min" },
  ];
  return parts
    .filter(({ amount }) => amount > 0)
    .map(({ amount, unit }) => `${amount} ${unit}`)
    .join(" ");
}

const MIB_A_GIB = 1024;

/** MiB as people say them: 20480 is "20 GiB". */
export function size(mib: number): string {
  if (mib < MIB_A_GIB) return `${Math.round(mib)} MiB`;
  const gib = mib / MIB_A_GIB;
  return `${gib < 10 && !Number.isInteger(gib) ? gib.toFixed(1) : Math.round(gib)} GiB`;
}

/** An instant as people say it: "21 Nov 2026, 20:15 CET". */
export function moment(instant: Instant, timeZone: TimeZone): string {
  const [, day = "", month = "", year = ""] = timeZone.clockAt(instant).toUTCString().split(" ");
  return `${Number(day)} ${month} ${year}, ${timeOfDay(instant, timeZone)}`;
}

/** "20:15 CET". */
export const timeOfDay = (instant: Instant, timeZone: TimeZone): string =>
  `${timeZone.clockAt(instant).toISOString().slice(11, 16)} ${timeZone.abbreviationAt(instant)}`;

/** "November". */
export const monthName = (instant: Instant, { name }: TimeZone): string =>
  new Date(instant).toLocaleString("en", { month: "long", timeZone: name });

export const money = (usd: number): string => (usd < 0.01 ? "less than 0.01 USD" : `about ${usd.toFixed(2)} USD`);

/**
 * Words from outside, fit for a mail: in one line, at most 300 characters, no control characters, and no addresses
 * with a password or signature in them (registries redirect to signed ones, and pull errors repeat them).
 */
export function quote(words: string): string {
  const line = words
    .replace(/[\p{C}\p{Z}]+/gu, " ")
    .replace(/(https?:\/\/)[^\s/@]*@/g, "$1")
    .replace(/(https?:\/\/[^\s?"']*)\?[^\s"']*/g, "$1?…")
    .trim();
  const characters = Array.from(line); // never half a character
  return characters.length > LONGEST_QUOTE ? `${characters.slice(0, LONGEST_QUOTE - 1).join("")}…` : line;
}

/** What looks up the address without wanting to play. */
export const lookUps = (settings: KeeperSettings): Readonly<Record<"one" | "many", string>> =>
  isFoundBySrv(settings)
    ? {
        one: "an open multiplayer list or a server status page",
        many: "open multiplayer lists or server status pages",
      }
    : {
        one: "a bot, a monitor or a link preview",
        many: "bots or link previews",
      };

export const isAlways = ({ mode }: KeeperSettings): boolean => mode === "always";
/** "playing", or what people do with what never sleeps. */
export const inUse = (settings: KeeperSettings): string => (isAlways(settings) ? "using it" : "playing");

/** False if all services run at times: then nobody connects. */
export const hasPlayers = ({ services }: KeeperSettings): boolean => services.essential.length > 0;

export const playAgain = (settings: KeeperSettings): string =>
  hasPlayers(settings)
    ? `To play again, connect to ${settings.address}; that starts it.`
    : "It starts again when a scheduled service that wakes it is due.";
export const staysAsleep = (until: string): string => `It stays asleep until ${until}, even if someone connects.`;
export const startNow = (settings: KeeperSettings): string => `To start it now:\n${commandsFor(settings).wake}`;

/** "a", "a and b", "a, b and c". */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
