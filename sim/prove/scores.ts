import { HOUR, MINUTE, SECOND } from "../world/clock";
import type { Player } from "../world/people/player";
import type { Program } from "../world/ecs/program";
import type { Task } from "../world/ecs/task";
import { NEVER } from "./chronicle";
import type { Subject } from "./subject";

/** What a history does to people and to the owner, in words; the more, the worse. */
export const MEASURES = {
  thrownOut: "seconds until somebody who was thrown out plays again or gives up",
  ignored: "seconds until somebody who asks plays or gives up",
  empty: "hours a day of a host with nobody playing",
  mails: "mails a day",
  lost: "tasks that were killed before they had saved",
} as const;
export type Measure = keyof typeof MEASURES;
export type Scores = Readonly<Record<Measure, number>>;

/** The worst that was found, by one measure. */
export interface Worst {
  readonly measure: Measure;
  /** True: people come and names are asked for, and nothing goes wrong. */
  readonly isPeaceful: boolean;
  readonly score: number;
  /** In words. */
  readonly history: string;
}

/** What comes of a share of histories or a hunt. */
export interface Outcome {
  /** How many histories were played; after a failure, also those that made it smaller. */
  readonly played: number;
  /** The smallest history that breaks an invariant, and how; undefined if all held. */
  readonly failure?: string;
  /** What a hunt found. */
  readonly worst?: readonly Worst[];
}

/** Counts from now on, for so many days. A day's limit that a mail reports is no harm. */
export function keepScore(subject: Subject, days: number): () => Scores {
  const { world } = subject;
  const longest = { thrownOut: 0, ignored: 0 };
  const states = new Map<Player, Player["state"]>();
  const thrownOut = new Set<Player>();
  const lost = new Set<Task>();
  let [emptyMs, before, visitedAt] = [0, world.now, NEVER];
  world.observe(() => {
    const { now, tasks, chronicle, players, fellAsleep } = subject;
    // The nearer somebody was to being thrown out, the nearer to a whole second.
    if (fellAsleep && visitedAt < now)
      longest.thrownOut = Math.max(longest.thrownOut, MINUTE / (now - visitedAt + MINUTE));
    for (const player of world.players) {
      const { state, triesSince } = player;
      if (state !== "trying") thrownOut.delete(player);
      else if (states.get(player) === "playing") thrownOut.add(player);
      states.set(player, state);
      if (state !== "trying" || now < chronicle.usedUpUntil) continue;
      const which = thrownOut.has(player) ? "thrownOut" : "ignored";
      longest[which] = Math.max(longest[which], (now - triesSince) / SECOND);
    }
    const isLost = ({ ending }: Program): boolean => ["killed", "unsaved", "host lost"].includes(ending?.how ?? "");
    for (const task of tasks) if (task.programs.some(isLost)) lost.add(task);
    if (players.length > 0) visitedAt = now;
    if (subject.machines.length > 0 && !players.some(({ state }) => state === "playing")) emptyMs += now - before;
    before = now;
  });
  return () => ({ ...longest, empty: emptyMs / HOUR / days, mails: world.mails.length / days, lost: lost.size });
}
