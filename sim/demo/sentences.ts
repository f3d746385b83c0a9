import { duration, listed } from "../../handlers/keeper/mails/words";
import type { Mode } from "../../shared/function-settings";
import type { Rest } from "../prove/mails";
import { type Instant, MINUTE } from "../world/clock";
import { type Sentence, sentenceOf } from "../world/sentences";
import type { Moment } from "./moments";
import type { Phase } from "./observer";
import type { Telling, ChapterSummary } from "./telling";
import { lengthOf, type Times } from "./times";

/** Keeper's reasons, where its own word is no sentence. */
const REASONS: Readonly<Record<string, string>> = {
  query: "somebody looked up the address",
  "by hand": "a person requested it",
  idle: "nobody is playing",
  limit: "a limit is reached",
  always: "it is always on",
  "host lost": "its host is lost",
  "crash loop": "the container crashes again and again",
};

/** Of a container that always runs. */
const AWAY = "not running";

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
      return alwaysSentence(moment, settings) ?? sentenceOf(moment, called);
  }
}

/** What is no game, and has no players. */
function alwaysSentence(moment: Moment, { mode, services }: Telling["settings"]): Sentence | undefined {
  if (mode === "on_demand") return undefined;
  const [main = "container"] = services.essential;
  switch (moment.kind) {
    case "loaded":
      return { who: main, what: "is ready: visitors can connect" };
    case "saved":
      return { who: moment.service ?? main, what: `exits within ${moment.seconds} s of SIGTERM` };
    case "plays":
      if (moment.afterSeconds === 0) return { who: moment.by, what: "connects" };
      return { who: moment.by, what: "is connected", why: `after ${inWords(moment.afterSeconds)}` };
    case "leaves":
      return { who: moment.by, what: "disconnects" };
    default:
      return undefined;
  }
}

const inWords = (seconds: number): string => (seconds < 120 ? `${seconds} s` : duration(seconds / 60));

const NAMES: Readonly<Partial<Record<Phase, string>>> = { "by hand": "started by hand" };
/** What always runs is up, or it is not. */
const ALWAYS_NAMES: Readonly<Partial<Record<Phase, string>>> = { ...NAMES, awake: "running" };

export const phaseName = (phase: Phase, mode: Mode): string =>
  mode === "always" ? (ALWAYS_NAMES[phase] ?? AWAY) : (NAMES[phase] ?? phase);

/** When a chapter begins: a day, or a day and a time. */
export const chapterTitle = ({ from, away }: ChapterSummary, times: Times): string =>
  away === undefined ? times.short(from) : times.day(from);

/** How long it was not asleep, who played, what it cost; of a day that was to be without a break, how long it was away. */
export function summarySentence({ from, to, isAwake, away, runs, players, usd }: ChapterSummary): string {
  if (away !== undefined) {
    const connected = players.length === 0 ? "nobody connected" : `${listed(players)} connected`;
    const without = away === 0 ? "runs all day" : `away for ${duration(away / MINUTE)}`;
    return [without, connected, ...(runs === 0 ? [] : [`scheduled runs: ${runs}`]), dollars(usd)].join("; ");
  }
  if (!isAwake) return "stays asleep";
  const played = players.length === 0 ? "nobody played" : `${listed(players)} played`;
  return [duration((to - from) / MINUTE), played, dollars(usd)].join("; ");
}

/** What a terminal leaves out. */
export const likeSentence = (at: Instant, times: Times): string => `  the same steps as on ${times.day(at)}`;

/** What the reader must know before: the clock, and what no configuration says. */
export function assumptions({
  chapters,
  settings,
  times,
  from,
  to,
  loadSeconds,
  packetsPerMinute,
}: Telling): readonly string[] {
  const clock = `All times are ${times.nameAt(from)}.`;
  const seconds = Math.round(loadSeconds);
  const away = chapters.reduce((sum, chapter) => sum + (chapter.away ?? 0), 0);
  if (settings.mode === "always")
    return [
      clock,
      `Assumed: the container is ready ${seconds} s after it starts.`,
      away === 0 ? "It was never away." : `In ${lengthOf({ from, to })} it was away for ${duration(away / MINUTE)}.`,
    ];
  return [
    clock,
    `Assumed: the game loads in ${seconds} s, and each player sends ` +
      `${packetsPerMinute} packets a minute. Fewer than ${settings.idle.packetsPerMinute} count as nobody playing.`,
  ];
}

export const dollars = (usd: number): string => `${usd.toFixed(2)} USD`;
