import type { Instant } from "../world/clock";
import type { Game } from "../world/host/game";
import type { Mail } from "../world/sns/mail";
import type { World } from "../world/world";
import { type Chapter, chaptersOf } from "./chapters";
import { counted, keyOf, type Moment, toneOf } from "./moments";
import type { Observer } from "./observer";
import { callerOf } from "./sentences";
import type { Story } from "./story";
import { Times } from "./times";
import type { Span } from "./tracks";

/** A played scenario, ready to be told: as text or as a page. */
export interface Telling extends Span {
  readonly title: string;
  readonly about: string;
  readonly settings: Story["settings"];
  readonly chapters: readonly Told[];
  readonly mails: readonly Mail[];
  readonly costs: readonly Cost[];
  readonly observer: Observer;
  readonly times: Times;
  readonly called: (name: string) => string;
  readonly assumed: Assumed;
}

/** What the world does not find in a configuration, and assumes of the game and its players. */
export interface Assumed extends Pick<Game, "loadSeconds" | "saveSeconds"> {
  readonly packetsPerMinute: number;
}

/** What a chapter comes to. */
export interface Summary {
  /** Undefined: it stayed asleep. */
  readonly awake?: Span & { readonly isOver: boolean };
  readonly isHosted: boolean;
  /** Undefined: nothing at all happened. */
  readonly players?: readonly string[];
  readonly usd: number;
  /** When the same was told before: then a terminal shows no moments. */
  readonly likeAt?: Instant | undefined;
}

export interface Told extends Summary {
  readonly at: Instant;
  readonly moments: readonly Moment[];
}

export type Cost = ReturnType<World["meter"]["lines"]>[number];

export function tell(
  world: World,
  story: Story,
  about: Pick<Telling, "title" | "about" | "from" | "assumed">,
): Telling {
  const { observer, moments, settings } = story;
  const span = { from: about.from, to: world.now };
  const times = new Times(settings.timeZone);
  const chapters = chaptersOf(counted(moments), observer.phase).map((chapter) => told(chapter, observer, world.now));
  const all = [...chapters, ...quietDays(chapters, span, times)].sort((one, other) => one.at - other.at);
  const { mails, meter } = world;
  return {
    ...about,
    ...span,
    settings,
    times,
    observer,
    mails,
    costs: meter.lines(),
    called: callerOf(story),
    chapters: likened(all),
  };
}

/** A day on which nothing happened is part of the story, too. */
function quietDays(chapters: readonly Told[], { from, to }: Span, { zone }: Times): readonly Told[] {
  const quiet: Told[] = [];
  for (let { start, end } = zone.day(from); end <= to; { start, end } = zone.day(end)) {
    const isQuiet = start >= from && chapters.every(({ at, awake }) => (awake?.to ?? at) < start || at >= end);
    if (isQuiet) quiet.push({ at: start, moments: [], isHosted: false, usd: 0 });
  }
  return quiet;
}

/** Who plays, and for how long, makes no other evening. */
function likened(chapters: readonly Told[]): readonly Told[] {
  const first = new Map<string, Instant>();
  return chapters.map((chapter) => {
    const { at, awake, moments } = chapter;
    const others = moments.filter((moment) => toneOf(moment) !== "player");
    const key = others.map(keyOf).sort().join();
    const likeAt = first.get(key);
    if (awake !== undefined && likeAt === undefined) first.set(key, at);
    return { ...chapter, likeAt };
  });
}

function told({ awake, moments }: Chapter, observer: Observer, end: Instant): Told {
  const at = moments[0]?.at ?? 0;
  if (awake === undefined) return { at, moments, players: [], isHosted: false, usd: 0 };
  const span = { from: Math.min(at, awake.from), to: awake.to ?? end };
  const names = observer.players.within(span).flatMap(({ value }) => (value === "" ? [] : value.split("\n")));
  return {
    at,
    moments,
    awake: { ...span, isOver: awake.to !== undefined },
    players: [...new Set(names)],
    isHosted: observer.hosts.within(span).some(({ value }) => value > 0),
    usd: (observer.usd.at(span.to) ?? 0) - (observer.usd.at(awake.from) ?? 0),
  };
}
