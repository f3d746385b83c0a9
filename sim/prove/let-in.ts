import { type Instant, MINUTE } from "../world/clock";
import { inMinutes } from "./in-minutes";
import type { Subject } from "./subject";

/** What resolvers may still remember (30 s), Route 53's own 60 s, and the time between two tries (35 s). */
const LONGEST = 3 * MINUTE;

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
      if (state === "trying" && waits > LONGEST)
        return `${name} can't join for ${inMinutes(waits)}, though the container runs and the record is right`;
    }
    return undefined;
  };
}
