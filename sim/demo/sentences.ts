import { duration, listed } from "../../handlers/keeper/mails/words";
import type { Rest } from "../prove/mails";
import { type Instant, MINUTE } from "../world/clock";
import { type Sentence, sentenceOf } from "../world/sentences";
import type { Moment } from "./moments";
import type { Phase } from "./observer";
import type { Telling, ChapterSummary } from "./telling";
import type { Times } from "./times";

/** Keeper's reasons, where its own word is no sentence. */
const REASONS: Readonly<Record<string, string>> = {
  query: "somebody looked up the address",
  "by hand": "a person requested it",
  idle: "nobody is playing",
  limit: "a limit is reached",
};

const PAUSES: Readonly<Record<Rest["because"], string>> = {
  day: "the day's limit is reached",
  month: "the month's limit is reached",
  failure: "it is paused after a failure",
  "nobody played": "nobody joined the last sessions",
};

/** The only place where the demo's moments become words. */
export function momentSentence(moment: Moment, telling: Telling): Sentence {
  const { who, what, why } = sentenceFor(moment, telling);
  const given = moment.why ?? why;
  const again = moment.again === undefined ? undefined : `and ${moment.again} more times`;
  return { who, what, why: [given && (REASONS[given] ?? given), again].filter(Boolean).join("; ") || undefined };
}

function sentenceFor(moment: Moment, { settings, called, times }: Telling): Sentence {
  const { container, address } = settings;
  switch (moment.kind) {
    case "query": {
      const { ignored, phase } = moment;
      const state = phase === "stopping" ? "the previous host is still shutting down" : `${container} is asleep`;
      const refusal = ignored && `ignored until ${times.minutes(ignored.until)} because ${PAUSES[ignored.because]}`;
      return { who: "DNS", what: `receives a query for ${address}`, why: refusal ?? state };
    }
    case "release":
      return { who: "keeper", what: `lets Auto Scaling terminate ${called(moment.host)}` };
    case "held":
      return { who: "keeper", what: `leaves it running: a hold lasts until ${times.minutes(moment.until)}` };
    default:
      return sentenceOf(moment, called);
  }
}

export const phaseName = (phase: Phase): string => (phase === "by hand" ? "started by hand" : phase);

/** How long it was not asleep, who played, what it cost. */
export function summarySentence({ from, to, isAwake, players, usd }: ChapterSummary): string {
  if (!isAwake) return "stays asleep";
  const played = players.length === 0 ? "nobody played" : `${listed(players)} played`;
  return [duration((to - from) / MINUTE), played, dollars(usd)].join("; ");
}

/** What a terminal leaves out. */
export const likeSentence = (at: Instant, times: Times): string => `  the same steps as on ${times.day(at)}`;

/** What the reader must know before: the clock, and what no configuration says. */
export function assumptions({ settings, times, from, loadSeconds, packetsPerMinute }: Telling): readonly string[] {
  return [
    `All times are ${times.nameAt(from)}.`,
    `Assumed: the game loads in ${Math.round(loadSeconds)} s, and each player sends ` +
      `${packetsPerMinute} packets a minute. Fewer than ${settings.idle.packetsPerMinute} count as nobody playing.`,
  ];
}

export const dollars = (usd: number): string => `${usd.toFixed(2)} USD`;
