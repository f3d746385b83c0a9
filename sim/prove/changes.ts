import * as fc from "fast-check";
import { SCENARIOS } from "../scenarios";
import { life } from "../scenarios/life";
import type { Random } from "../world/random";
import { type Happening, lastSecond } from "./happening";
import { anyHappening, anyVisit } from "./happenings";
import type { History } from "./history";
import { anyAnswers, anyLength } from "./random-days";

/** How far something is moved: to the second, to what it may meet, to another part of the day. */
const FAR_SECONDS = [20, 300, 3600, 86_400];
const MOST_HAPPENINGS = 14;
/** Of a longer story the beginning is played. */
const STORY_DAYS = 2;

export const oneOf = <T>(all: readonly T[], random: Random): T | undefined => all[random.between(0, all.length - 1)];

const drawn = <T>(arbitrary: fc.Arbitrary<T>, random: Random, numRuns = 1): readonly T[] =>
  fc.sample(fc.noBias(arbitrary), { seed: random.between(0, 2 ** 31 - 1), numRuns });

type Change = (happenings: readonly Happening[], one: Happening, random: Random) => readonly Happening[];
const moved = (happening: Happening, seconds: number, random: Random): Happening => {
  const far = oneOf(FAR_SECONDS, random) ?? 0;
  return happening.movedTo(Math.max(0, seconds + random.between(-far, far)));
};
/** Of where nothing goes wrong, or of all. */
const sortOf = (isPeaceful: boolean): fc.Arbitrary<Happening> => (isPeaceful ? anyVisit : anyHappening);

const changes = (isPeaceful: boolean): readonly Change[] => {
  const another = (at: Happening, random: Random) => drawn(sortOf(isPeaceful), random)[0]?.movedTo(at.atSeconds) ?? at;
  const move: Change = (all, one, random) =>
    all.map((each) => (each === one ? moved(one, one.atSeconds, random) : each));
  return [
    move,
    move,
    (all, one, random) => [...all, moved(another(one, random), one.atSeconds, random)].slice(-MOST_HAPPENINGS),
    (all, one, random) => all.map((each) => (each === one ? another(one, random) : each)),
    (all, one) => (all.length === 1 ? all : all.filter((each) => each !== one)),
  ];
};

/** A story with something besides, or any days. */
export function fresh(isPeaceful: boolean, random: Random): History {
  const story = random.next() < 0.5 ? oneOf(isPeaceful ? life : SCENARIOS, random) : undefined;
  const days = story === undefined ? (drawn(anyLength, random)[0] ?? 1) : Math.min(story.days ?? 1, STORY_DAYS);
  const [uncertain = {}] = isPeaceful || story !== undefined ? [] : drawn(anyAnswers, random);
  const happenings = drawn(sortOf(isPeaceful), random, random.between(1, MOST_HAPPENINGS / 2));
  return {
    days,
    story,
    uncertain,
    happenings: happenings.map((happening) => happening.movedTo(happening.atSeconds * days)),
    seed: random.between(0, 2 ** 31 - 1),
  };
}

/** One to three things are moved, added, drawn again or left out. */
export function changed(history: History, isPeaceful: boolean, random: Random): History {
  let { happenings } = history;
  for (let left = random.between(1, 3); left > 0; left--) {
    const [one, change] = [oneOf(happenings, random), oneOf(changes(isPeaceful), random)];
    if (one !== undefined && change !== undefined) happenings = change(happenings, one, random);
  }
  const last = lastSecond(history.days);
  return {
    ...history,
    happenings: happenings.map((each) => (each.atSeconds > last ? each.movedTo(last) : each)),
  };
}
