import { inspect } from "node:util";
import type { Scenario, Stage } from "../scenarios/scenario";
import { flakyRuns } from "../scenarios/schedules";
import { flakyMap, slowDatabase, withServices } from "../scenarios/services";
import { alwaysOn, withHealthCheck, withoutFiles } from "../scenarios/with-always";
import { withSchedules } from "../scenarios/with-schedules";
import { AwsError } from "../world/errors";
import type { Code } from "../world/lambda/instances";
import type { AppliedObject } from "../world/terraform/objects";
import { answersOf, QUESTIONS, type Uncertain } from "../world/uncertain";
import type { Happening } from "./happening";
import { BrokenInvariant } from "./invariants/all";
import { prove } from "./prove";
import { keepScore, type Scores } from "./scores";

/** Some days of anything, perhaps beside a story. */
export interface History {
  readonly days: number;
  readonly happenings: readonly Happening[];
  readonly uncertain: Partial<Uncertain>;
  /** Of the world's chance. */
  readonly seed: number;
  readonly story?: Scenario;
}
/** What histories are played on; with which functions, if not the project's own. */
export interface Ground {
  readonly objects: readonly AppliedObject[];
  readonly code?: Readonly<Record<string, Code>>;
}
/** Neither, if its story could not be played to its end. */
export interface Played {
  readonly scores?: Scores;
  /** What broke an invariant, or the world. */
  readonly error?: unknown;
}

/**
 * Every third has three services: a game, a database that needs 40 s after it, and a map that crashes now and then. Every
 * third has a scraper and a notifier that run at times.
 */
const hasServices = ({ seed }: History): boolean => seed % 3 === 0;
const hasSchedules = ({ seed }: History): boolean => seed % 3 === 1;

/** Every fourth is always on, with a health check, and half of these without volumes. */
const isAlways = ({ seed }: History): boolean => seed % 4 === 0;
export const alwaysOnIn = (history: History): History => ({ ...history, seed: history.seed - (history.seed % 4) });
const hasNoFiles = ({ seed }: History): boolean => seed % 8 === 0;

function groundOf({ objects }: Ground, history: History): Ground["objects"] {
  const schedules = hasSchedules(history) ? withSchedules(objects) : objects;
  const services = hasServices(history) ? withServices(objects) : schedules;
  if (!isAlways(history)) return services;
  const always = alwaysOn(withHealthCheck(services));
  return hasNoFiles(history) ? withoutFiles(always) : always;
}

export async function playHistory(ground: Ground, history: History): Promise<Played> {
  const { story, happenings, days, uncertain, seed } = history;
  const play = (stage: Stage): void => {
    if (hasServices(history)) {
      slowDatabase(stage);
      flakyMap(stage, seed);
    }
    if (hasSchedules(history)) flakyRuns(stage, seed);
    story?.play(stage);
    for (const happening of happenings) happening.play(stage);
  };
  let scores: (() => Scores) | undefined;
  try {
    await prove(
      groundOf(ground, history),
      { play, days, uncertain: story?.uncertain },
      { seed, uncertain, code: ground.code, watch: (subject) => (scores = keepScore(subject, days)) },
    );
    return { scores: scores?.() };
  } catch (error) {
    return isMissed(history, error) ? {} : { error };
  }
}

/** True if what a story wants to do something to is not there, for what happens besides. */
const isMissed = ({ story }: History, error: unknown): boolean => story !== undefined && error instanceof AwsError;

/** The least of a history that still does it: without its story, other answers, one happening after the other. */
export async function smallest(history: History, doesIt: (less: History) => Promise<boolean>): Promise<History> {
  let least = history;
  const without: readonly Partial<History>[] = [{ story: undefined }, { uncertain: {} }];
  const candidates = [
    ...without.map((change) => () => ({ ...least, ...change })),
    ...history.happenings.map((out) => () => ({
      ...least,
      happenings: least.happenings.filter((happening) => happening !== out),
    })),
  ];
  for (const candidate of candidates) {
    const less = candidate();
    if (await doesIt(less)) least = less;
  }
  return least;
}

/** 07:05:12 h  Anna plays … */
const timed = ({ atSeconds, what }: Happening): string =>
  `  ${[atSeconds / 3600, (atSeconds / 60) % 60, atSeconds % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":")} h  ${what}`;

/** Draining: Does … stop …? it does not */
function otherwise(given: Partial<Uncertain>): readonly string[] {
  const usual = answersOf();
  const names = Object.keys(QUESTIONS) as readonly (keyof Uncertain)[];
  return names
    .filter((name) => (given[name] ?? usual[name]) !== usual[name])
    .map((name) => `  ${name}: ${QUESTIONS[name].asks} ${given[name] ?? ""}`);
}

/** A history in words, a line each. */
export const describe = (history: History): string =>
  [
    ...(history.story === undefined ? [] : [`  the story ${history.story.name}: ${history.story.about}`]),
    ...(hasServices(history) ? ["  with a database and a map"] : []),
    ...(isAlways(history) ? [`  always on, ${hasNoFiles(history) ? "without" : "with"} volumes`] : []),
    ...(hasSchedules(history) ? ["  with a scraper every six hours, and a notifier"] : []),
    ...otherwise(history.uncertain),
  ]
    .concat([...history.happenings].sort((one, other) => one.atSeconds - other.atSeconds).map(timed))
    .join("\n");

/** What it did, in words. */
export function failureOf(history: History, error: unknown): string {
  const how = error instanceof BrokenInvariant ? error.message : inspect(error);
  return `after\n${describe(history)}\n(world ${history.seed}) ${how}`;
}
