import { PLACEHOLDER } from "../../shared/address";
import { SECOND } from "../world/clock";
import { type Sentence, sentenceOf } from "../world/sentences";
import type { Moment, Rest } from "./moments";
import type { Phase } from "./observer";
import type { Story } from "./story";
import type { Summary, Telling } from "./telling";
import { duration, type Times } from "./times";

/** Keeper's reasons, where its own word is not yet a sentence. */
const REASONS: Readonly<Record<string, string>> = {
  query: "somebody looked up the address",
  "by hand": "a person asked for it",
  "lost host": "its host was lost",
  "host lost": "its host was lost",
  idle: "nobody is playing",
  limit: "a limit is reached",
  done: "the container has exited",
  "crash loop": "the container keeps crashing",
  "not ready": "the container did not start in time",
  "no capacity": "AWS had no host",
  "from outside": "desired capacity was changed by someone else",
};

const PAUSES: Readonly<Record<Rest["because"], string>> = {
  day: "the day's limit is reached",
  month: "the month's limit is reached",
  failure: "it is pausing after a failure",
  "nobody played": "nobody joined the last sessions",
};

/** What people call the things of one container: a host by its number, a function or an alarm by its role. */
export function callerOf({ hosts, settings: { names } }: Story): (name: string) => string {
  const roles = Object.entries({ ...names, ...names.alarms }).map(([role, name]) => [name, role] as const);
  const called = new Map<unknown, string>([
    ...roles,
    ...hosts.map((id, index) => [id, `host ${index + 1}`] as const),
    ...[PLACEHOLDER.a, PLACEHOLDER.aaaa].map((value) => [value, "the placeholder"] as const),
  ]);
  return (name) => called.get(name) ?? name;
}

/** The only place where the demo's moments become words. */
export function momentSentence(moment: Moment, telling: Telling): Sentence {
  const { who, what, why } = sentenceFor(moment, telling);
  const given = moment.why ?? why;
  const reasons = [repetition(moment, telling.times), given && (REASONS[given] ?? given)].filter(Boolean);
  return { who, what, why: reasons.length === 0 ? undefined : reasons.join("; ") };
}

function sentenceFor(moment: Moment, { settings, called, times }: Telling): Sentence {
  const { container, address } = settings;
  switch (moment.kind) {
    case "query": {
      const { ignored, phase } = moment;
      const state = phase === "stopping" ? "the previous host is still shutting down" : `${container} is asleep`;
      const refusal = ignored && `ignored until ${times.minutes(ignored.until)} because ${PAUSES[ignored.because]}`;
      return { who: "DNS", what: `is asked for ${address}`, why: refusal ?? state };
    }
    case "let go":
      return { who: "keeper", what: `lets Auto Scaling terminate ${called(moment.host)}` };
    case "held":
      return { who: "keeper", what: `leaves it running: a hold lasts until ${times.minutes(moment.until)}` };
    default:
      return sentenceOf(moment, called);
  }
}

function repetition({ at, again }: Moment, times: Times): string | undefined {
  if (again === undefined) return undefined;
  const time = times.short(again.until, at);
  return again.times === 1 ? `once more at ${time}` : `${again.times} more times until ${time}`;
}

export const phaseName = (phase: Phase): string => (phase === "by hand" ? "started by hand" : phase);

/** How long it was up, who played, what it cost. */
export function summarySentence({ awake, isHosted, players, usd, likeAt }: Summary, times: Times): string {
  if (awake === undefined) return players === undefined ? "asleep all day" : "stays asleep";
  const words = !isHosted ? "without a host for" : awake.isOver ? "up for" : "still up after";
  const up = `${words} ${duration((awake.to - awake.from) / SECOND)}`;
  const played = players === undefined || players.length === 0 ? "nobody played" : `${listed(players)} played`;
  const like = likeAt === undefined ? [] : [`the same steps as on ${times.day(likeAt)}`];
  return [up, played, dollars(usd), ...like].join("; ");
}

/** What the reader must know before: the clock, and what no configuration says. */
export function assumptions({ settings, times, from, assumed }: Telling): readonly string[] {
  const { packetsPerMinute, loadSeconds, saveSeconds } = assumed;
  return [
    `All times are ${times.nameAt(from)}.`,
    `Assumed: the game loads in ${duration(loadSeconds)} and saves in ${duration(saveSeconds)}, and each player ` +
      `sends ${packetsPerMinute} packets a minute. Fewer than ${settings.idle.packetsPerMinute} count as nobody playing.`,
  ];
}

export const dollars = (usd: number): string => `${usd.toFixed(2)} USD`;

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
