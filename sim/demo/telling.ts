import { DAY, SECOND, type Instant } from "../world/clock";
import type { Mail } from "../world/sns/mail";
import type { World } from "../world/world";
import type { Observer } from "./observer";
import type { Chapter } from "./chapters";
import type { Story } from "./story";
import { dayOf, duration, timeOf } from "./times";
import type { Moment } from "./words";

/** A played scenario, ready to be told: as text or as a page. */
export interface Telling {
  readonly title: string;
  readonly about: string;
  readonly container: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly chapters: readonly Told[];
  readonly mails: readonly Mail[];
  readonly costs: readonly Cost[];
  readonly observer: Observer;
  /** How it was made, in one sentence. */
  readonly source: string;
}

export interface Told {
  /** Like "Monday 16 November, 20:00". */
  readonly heading: string;
  /** How long it was up, who played, what it cost. */
  readonly summary: string;
  /** Undefined: it stayed asleep. */
  readonly span: { readonly from: Instant; readonly to: Instant } | undefined;
  readonly moments: readonly Moment[];
}

export interface Cost {
  readonly item: string;
  readonly amount: number;
  readonly usd: number;
}

export const dollars = (usd: number): string => `${usd.toFixed(2)} USD`;

export function tell(world: World, story: Story, about: Pick<Telling, "title" | "about" | "from" | "source">): Telling {
  const { observer, container } = story;
  const to = world.now;
  return {
    ...about,
    container,
    to,
    chapters: withQuietDays(story.chapters, about.from, to).map((chapter) => told(chapter, observer, to)),
    mails: world.mails,
    costs: world.meter.lines().filter(({ usd }) => usd > 0),
    observer,
  };
}

type Dated = Chapter & { readonly at: Instant };

/** A day on which nothing happened is part of the story, too. */
function withQuietDays(chapters: readonly Chapter[], from: Instant, to: Instant): readonly Dated[] {
  const eventful = chapters.flatMap((chapter): Dated[] => {
    const at = Math.min(...chapter.moments.map((moment) => moment.at));
    return chapter.moments.length === 0 ? [] : [{ ...chapter, at }];
  });
  const quiet: Dated[] = [];
  for (let day = Math.ceil(from / DAY) * DAY; day + DAY <= to; day += DAY) {
    const isQuiet = eventful.every(({ at, to: end = at }) => end < day || at >= day + DAY);
    if (isQuiet) quiet.push({ at: day, moments: [] });
  }
  return [...eventful, ...quiet].sort((one, other) => one.at - other.at);
}

function told({ at, from, to, ...chapter }: Dated, observer: Observer, end: Instant): Told {
  const moments = [...chapter.moments].sort((one, other) => one.at - other.at);
  if (moments.length === 0) return { heading: dayOf(at), summary: "asleep all day", span: undefined, moments };
  const heading = `${dayOf(at)}, ${timeOf(at).slice(0, 5)}`;
  if (from === undefined) return { heading, summary: "it stays asleep", span: undefined, moments };
  const span = { from: Math.min(at, from), to: to ?? end };
  const names = observer.players.within(from, span.to).flatMap(({ value }) => value.split(", "));
  const players = [...new Set(names)].filter((name) => name !== "");
  const played = players.length === 0 ? "nobody played" : `${listed(players)} played`;
  const usd = (observer.usd.at(span.to) ?? 0) - (observer.usd.at(from) ?? 0);
  const isHosted = observer.hosts.within(from, span.to).some(({ value }) => value > 0);
  const words = !isHosted ? "without a host for" : to === undefined ? "still up after" : "up for";
  const up = `${words} ${duration((span.to - from) / SECOND)}`;
  return { heading, summary: `${up}; ${played}; ${dollars(usd)}, all included`, span, moments };
}

export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
