import type { Scenario, Stage } from "../scenarios/scenario";
import type { Instant } from "../world/clock";
import type { Mail } from "../world/timeline";
import type { World } from "../world/world";
import { type Chapter, chaptersOf } from "./chapters";
import { daysOf, outages } from "./days";
import { keyOf, toneOf } from "./moments";
import { callerOf, type Story } from "./story";
import { Times } from "./times";
import type { Span } from "./tracks";

/** A played scenario, to be shown as text or as a page. */
export interface Telling extends Span, Pick<Story, "settings" | "observer">, Pick<Scenario, "name" | "about"> {
  readonly chapters: readonly ChapterSummary[];
  readonly mails: readonly Mail[];
  readonly costs: readonly Cost[];
  readonly times: Times;
  readonly called: (name: string) => string;
  /** How long the game loads, and what a player sends in a minute: no configuration says it. */
  readonly loadSeconds: number;
  readonly packetsPerMinute: number;
}

/** What a chapter comes to. */
export interface ChapterSummary extends Span, Pick<Chapter, "moments"> {
  /** False: it stayed asleep. */
  readonly isAwake: boolean;
  /** A day of a container that is always on: how long it did not run, in milliseconds. */
  readonly away?: number;
  /** Scheduled runs that started. */
  readonly runs: number;
  readonly players: readonly string[];
  readonly usd: number;
  /** Start of an earlier chapter with the same steps: a terminal then shows no moments. */
  readonly likeAt: Instant | undefined;
}

export type Cost = ReturnType<World["meter"]["lines"]>[number];

export function tell(story: Story, { name, about }: Scenario, stage: Stage, loadSeconds: number): Telling {
  const { observer, moments, settings } = story;
  const { mails, meter, now: to } = stage.world;
  const first = new Map<string, Instant>();
  const { begin: from, usualPackets } = stage;
  const isAlways = settings.mode === "always";
  const sorted = isAlways
    ? daysOf(moments, observer.phase, { from, to }, settings.timeZone)
    : chaptersOf(moments, observer.phase);
  const chapters = sorted.map((chapter): ChapterSummary => {
    const summary = summedUp(chapter, story, to);
    const out = outages(observer.phase, summary);
    // Who plays, and for how long, makes no other evening.
    const steps = chapter.moments.filter((moment) => toneOf(moment) !== "player").map(keyOf);
    const likeAt = first.get(steps.sort().join());
    if (likeAt === undefined) first.set(steps.join(), summary.from);
    return { ...summary, likeAt, ...(isAlways && { away: out.reduce((sum, one) => sum + one.to - one.from, 0) }) };
  });
  const [times, called, costs] = [new Times(settings.timeZone), callerOf(story), meter.lines()];
  const assumed = { loadSeconds, packetsPerMinute: usualPackets };
  return { name, about, from, to, settings, observer, chapters, mails, costs, times, called, ...assumed };
}

function summedUp(
  { awake, moments }: Chapter,
  { observer: { players, usd }, settings: { scheduled } }: Story,
  end: Instant,
): Omit<ChapterSummary, "likeAt"> {
  const first = Math.min(moments[0]?.at ?? Infinity, awake?.from ?? Infinity);
  const started = moments.filter(
    (one) => one.kind === "container start" && scheduled.some(({ service }) => service === one.service),
  );
  const span = { from: first, to: awake === undefined ? first : (awake.to ?? end) };
  const names = players.within(span).flatMap(({ value }) => (value === "" ? [] : value.split(", ")));
  return {
    ...span,
    moments,
    isAwake: awake !== undefined,
    players: [...new Set(names)],
    runs: started.reduce((sum, { again = 0 }) => sum + 1 + again, 0),
    usd: (usd.at(span.to) ?? 0) - (usd.at(span.from) ?? 0),
  };
}
