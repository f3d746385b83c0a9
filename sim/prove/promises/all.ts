import type { Instant } from "../../world/clock";
import { sentenceOf } from "../../world/sentences";
import type { World } from "../../world/world";
import { promisesAboutBackups } from "./backups";
import { promisesAboutHosts } from "./hosts";
import { promisesAboutPeople } from "./people";
import { promisesAboutPlay } from "./play";
import type { Promised } from "./promise";
import { savesKept } from "./saves-kept";
import { Subject } from "../subject";

export const PROMISES: readonly Promised[] = [
  ...promisesAboutHosts,
  ...promisesAboutPlay,
  ...promisesAboutPeople,
  ...promisesAboutBackups,
  savesKept,
].sort((one, other) => (one.letter < other.letter ? -1 : 1));

/** A promise did not hold; the message shows what had happened before. */
export class BrokenPromise extends Error {
  override readonly name = "BrokenPromise";
  readonly at: Instant;

  constructor(
    readonly promised: Promised,
    readonly how: string,
    world: World,
  ) {
    const lines = world.timeline
      .slice(-LINES)
      .map((entry) => ({ at: entry.at, ...sentenceOf(entry) }))
      .map(({ at, who, what, why }) => `${timeOf(at)}  ${who}: ${what}${why === undefined ? "" : ` (${why})`}`);
    super(
      `promise ${promised.letter}, "${promised.sentence}", is broken at ${timeOf(world.now)}: ${how}\n${lines.join("\n")}`,
    );
    this.at = world.now;
  }
}

/** How much of the timeline a broken promise shows. */
const LINES = 40;

/** 20 Nov 18:00:05 */
const timeOf = (at: Instant): string => new Date(at).toUTCString().replace(/^\w+, (\d+ \w+) \d+ (.*) GMT$/, "$1 $2");

/**
 * Watches over all promises for all containers of a world, from now on.
 *
 * @throws BrokenPromise out of the world's `run`
 */
export function watchOver(world: World): readonly Subject[] {
  const subjects = world.containers.map((name) => new Subject(world, name));
  const watches = subjects.map((subject) => ({
    subject,
    checks: PROMISES.map((promised) => ({ promised, check: promised.watch(subject) })),
  }));
  world.observe(() => {
    for (const { subject, checks } of watches) {
      subject.look();
      for (const { promised, check } of checks) {
        const how = check();
        if (how !== undefined) throw new BrokenPromise(promised, `${subject.name}: ${how}`, world);
      }
    }
  });
  return subjects;
}
