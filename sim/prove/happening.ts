import * as fc from "fast-check";
import { days, hours, type Stage } from "../scenarios/scenario";
import { type Instant, MINUTE } from "../world/clock";
import { Unknown } from "../world/errors";
import type { Faults } from "../world/faults";
import { Random } from "../world/random";

/** One thing that happens, at a second of the history; in words, so that a history can be read. */
export interface Happening {
  readonly atSeconds: number;
  readonly what: string;
  readonly play: (stage: Stage) => void;
  /** The same at another time. */
  readonly movedTo: (atSeconds: number) => Happening;
}

/** Nothing begins in the last hour of a history. */
export const lastSecond = (ofDays: number): number => (days(ofDays) - hours(1)) * 60;
const second = fc.integer({ min: 0, max: lastSecond(1) });
export const upTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });

/** A sort of happenings: what varies besides its time (`at`, in minutes), and what it is. */
export const sort = <Varies extends object>(
  varies: { readonly [Name in keyof Varies]: fc.Arbitrary<Varies[Name]> },
  happen: (varied: Varies & { at: number }) => Pick<Happening, "what" | "play">,
): fc.Arbitrary<Happening> =>
  fc.record({ atSeconds: second, ...varies }).map(({ atSeconds: drawn, ...varied }) => {
    const movedTo = (atSeconds: number): Happening => {
      const happening = happen({ ...varied, at: atSeconds / 60 } as unknown as Varies & { at: number });
      return { atSeconds, movedTo, ...happening };
    };
    return movedTo(drawn);
  });

/** What it is about may not be there (any more). */
export const unlessGone = (action: () => void) => (): void => {
  try {
    action();
  } catch (error) {
    if (error instanceof Unknown) throw error;
  }
};

/**
 * A fault for some minutes, at one in n opportunities; by chance, or it could meet the same one of three at each look. What
 * was wrong before stays wrong.
 */
export function fail<Name extends keyof Faults>(
  { world, begin }: Stage,
  name: Name,
  { at, lasts, nth }: { at: number; lasts: number; nth: number },
  fault: Faults[Name],
): void {
  const before = world.faults[name] as (asked: { at: Instant }) => unknown;
  const chance = new Random(Math.round(at * MINUTE));
  const now = (asked: { at: Instant }): unknown => {
    const minutes = (asked.at - begin) / MINUTE;
    const own = minutes >= at && minutes < at + lasts ? (fault as typeof before)(asked) : undefined;
    return own !== undefined && own !== false && chance.next() * nth < 1 ? own : before(asked);
  };
  world.faults[name] = now as Faults[Name];
}
