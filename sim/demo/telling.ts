import type { Scenario, Stage } from "../scenarios/scenario";
import type { Instant } from "../world/clock";
import type { Mail } from "../world/timeline";
import type { World } from "../world/world";
import { type Chapter, chaptersOf } from "./chapters";
import { keyOf, toneOf } from "./moments";
import type { Observer } from "./observer";
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
  const chapters = chaptersOf(moments, observer.phase).map((chapter): ChapterSummary => {
    const summary = summedUp(chapter, observer, to);
    // Who plays, and for how long, makes no other evening.
    const steps = chapter.moments.filter((moment) => toneOf(moment) !== "player").map(keyOf);
    const likeAt = first.get(steps.sort().join());
    if (likeAt === undefined) first.set(steps.join(), summary.from);
    return { ...summary, likeAt };
  });
  const [times, called, costs] = [new Times(settings.timeZone), callerOf(story), meter.lines()];
  const { begin: from, usualPackets } = stage;
  const assumed = { loadSeconds, packetsPerMinute: usualPackets };
  return { name, about, from, to, settings, observer, chapters, mails, costs, times, called, ...assumed };
}

function summedUp(
  { awake, moments }: Chapter,
  { players, usd }: Observer,
  end: Instant,
): Omit<ChapterSummary, "likeAt"> {
  const first = moments[0]?.at ?? 0;
  const span = { from: first, to: awake === undefined ? first : (awake.to ?? end) };
  const names = players.within(span).flatMap(({ value }) => (value === "" ? [] : value.split(", ")));
  return {
    ...span,
    moments,
    isAwake: awake !== undefined,
    players: [...new Set(names)],
    usd: (usd.at(span.to) ?? 0) - (usd.at(span.from) ?? 0),
  };
}
