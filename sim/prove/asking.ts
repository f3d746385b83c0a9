import { DAY, HOUR, type Instant, MINUTE } from "../world/clock";
import { isQueryKnownSoon } from "./excuses";
import type { Subject } from "./subject";
import { inMinutes } from "./invariants/invariant";

/** After one break through, none is expected for so long: a monitor may look like a person. */
const BETWEEN = 12 * HOUR;

/**
 * True once somebody has asked in each of five minutes and in hardly any before, if none got through that way lately, and
 * what is asked is known within a minute: then a person stands before the door.
 */
export function watchInsisting(subject: Subject): () => boolean {
  let triedAt: Instant = -Infinity;
  let brokeAt: Instant = -Infinity;
  return () => {
    const { now, queriedAt, queriedMinutes } = subject;
    const ages = [...queriedMinutes].map((minute) => (now - minute) / MINUTE);
    if (ages.filter((age) => age < 6).length >= 3) triedAt = now;
    // The wish may have waited for what was left of a former host.
    if (subject.wokeUp && now - triedAt < 35 * MINUTE) brokeAt = now;
    // Two minutes more than keeper needs: it hears of a minute when CloudWatch has its point.
    const insists = queriedAt === now && ages.filter((age) => age < 5).length >= 5;
    const isPerson = insists && ages.filter((age) => age >= 5 && age < 28).length <= 4;
    return isPerson && now - brokeAt >= BETWEEN && isQueryKnownSoon(subject);
  };
}

/** Queries are ignored only after so much time for nobody; what is older is forgotten. */
const EMPTY = { minutes: 85, ofDays: 4, playedMinutes: 6 } as const;

/** True while hosts have run for nobody for long enough lately that queries may be ignored. */
export function watchEmptySessions(subject: Subject): () => boolean {
  let sessions: readonly { readonly at: Instant; readonly minutes: number }[] = [];
  let [before, playedMs] = [subject.now, 0];
  return () => {
    const { now, fellAsleep, wokeUp, playUntil, upSince } = subject;
    if (wokeUp) playedMs = 0;
    if (playUntil === now) playedMs += now - before;
    before = now;
    if (fellAsleep && playedMs < EMPTY.playedMinutes * MINUTE)
      sessions = [...sessions, { at: now, minutes: (now - upSince) / MINUTE }];
    sessions = sessions.filter(({ at }) => now - at < EMPTY.ofDays * DAY);
    return sessions.reduce((sum, { minutes }) => sum + minutes, 0) >= EMPTY.minutes;
  };
}

/** What resolvers may still remember (30 s), Route 53's own 60 s, and the time between two tries (35 s). */
const LET_IN = 3 * MINUTE;

/** Whoever tries to join a program that is loaded and that the record names, gets in. */
export function watchTheDoor(subject: Subject): () => string | undefined {
  let openSince: Instant | undefined;
  return () => {
    const { now, host, players, tasks, world, settings } = subject;
    const task = tasks.find(({ alive, loadedAt, host: { machine } }) => alive && loadedAt && machine === host);
    const isNamed = host?.ipv4 !== undefined && world.zones.recordOf(settings.recordName, "A")?.values[0] === host.ipv4;
    const isOpen = task !== undefined && isNamed && host.state === "running";
    openSince = isOpen ? (openSince ?? now) : undefined;
    if (openSince === undefined) return undefined;
    for (const { name, state, triesSince } of players) {
      const waits = now - Math.max(openSince, triesSince);
      if (state === "trying" && waits > LET_IN)
        return `${name} can't join for ${inMinutes(waits)}, though the container runs and the record is right`;
    }
    return undefined;
  };
}
