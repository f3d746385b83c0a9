import type { PacketCount } from "../decision";
import type { Point } from "../facts";
import type { Memory, Session } from "../memory";
import { DAY, type Instant } from "../time";
import { queryAges } from "./queries";
import { QUERIES_MINUTES } from "../read-settings";
import type { Scene } from "./scene";

/** Minutes of empty sessions: so many are remembered, so many are forgotten a day. */
const MOST_MINUTES = 200;
const FORGOTTEN_A_DAY = 50;
/** Above it queries are ignored: four or five sessions in a row, and from then on two a day. */
const IGNORING_ABOVE = 90;

/** A client that asks in so many of the last minutes keeps trying. */
const INSISTS = { times: 3, inMinutes: 5 } as const;
/** So far apart are the minutes in which one person asks who tries. */
const GAP_MINUTES = 2;
/** And a person has hardly asked before: scanners ask once, monitors evenly. */
const BEFORE = { timesAtMost: 4, inMinutes: 20 } as const;
/** Not oftener: a monitor may look like a person, too. */
const BETWEEN_BREAKS_MINUTES = 12 * 60;

/** Minutes of empty sessions that are not forgotten yet. */
const emptyMinutes = ({ now }: Scene, { emptySessions }: Memory): number =>
  emptySessions === undefined
    ? 0
    : Math.max(0, emptySessions.minutes - ((now - emptySessions.at) / DAY) * FORGOTTEN_A_DAY);

/** With the minutes of another empty session. */
export function addEmptySession(scene: Scene, memory: Memory, minutes: number): Memory {
  const sum = emptyMinutes(scene, memory) + minutes;
  return { ...memory, emptySessions: { minutes: Math.min(sum, MOST_MINUTES), at: scene.now } };
}

/** When queries count again, if they do not now. */
export function ignoredUntil({ now }: Scene, { emptySessions }: Memory): Instant | undefined {
  if (emptySessions === undefined) return undefined;
  const until = emptySessions.at + Math.ceil(((emptySessions.minutes - IGNORING_ABOVE) / FORGOTTEN_A_DAY) * DAY);
  return until > now ? until : undefined;
}

/** True while queries are ignored because nobody played. */
export const isTooOftenEmpty = (scene: Scene, memory: Memory): boolean => ignoredUntil(scene, memory) !== undefined;

/** True if the newest query is one of a person who tries again and again, and none has got through that way lately. */
export function breaksThrough(scene: Scene, memory: Memory): boolean {
  const { brokeThroughAt } = memory;
  if (brokeThroughAt !== undefined && !scene.isOver(BETWEEN_BREAKS_MINUTES, brokeThroughAt)) return false;
  const ages = queryAges(scene, memory);
  const [newest = Infinity] = ages;
  const oldest = ages.reduce((begin, age) => (age - begin <= GAP_MINUTES ? age : begin), newest);
  const before = ages.filter((age) => age > oldest && age < oldest + BEFORE.inMinutes);
  return (
    ages.filter((age) => age < INSISTS.inMinutes).length >= INSISTS.times &&
    before.length <= BEFORE.timesAtMost &&
    oldest + BEFORE.inMinutes <= QUERIES_MINUTES
  );
}

/** What the host counted since players could come; undefined if that was not a single minute. */
export function packetCountOf(
  points: readonly Point[] = [],
  { ranAt, since, played }: Session,
): PacketCount | undefined {
  const values = points.filter(({ at }) => at >= (ranAt ?? since)).map(({ value }) => value);
  if (played || values.length === 0) return undefined;
  return {
    busiest: Math.max(...values),
    quietMinutes: values.filter((value) => value === 0).length,
    minutes: values.length,
  };
}
