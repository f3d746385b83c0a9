import type { Instant } from "../../world/clock";
import { sentenceOf } from "../../world/sentences";
import type { World } from "../../world/world";
import { Subject } from "../subject";
import { ALWAYS, onDemand } from "./always";
import { answered } from "./answered";
import { asleepInTime } from "./asleep";
import { failedBackupsReported } from "./backups";
import { oneWriter, sessionLimit, undisturbed, usageLimits } from "./hosts";
import type { Invariant } from "./invariant";
import { allowedCalls, cheapWhenEmpty, fewMails } from "./people";
import { notCutOff } from "./play";
import { recordRight } from "./record";
import { failedRunsReported, runsHappen, runTimeouts } from "./runs";
import { savesKept, timeToSave } from "./saves";

/** In the order in which they are asked: the first that is broken ends the run. */
export const INVARIANTS: readonly Invariant[] = [
  oneWriter,
  ...[notCutOff, asleepInTime, answered].map(onDemand),
  recordRight,
  onDemand(sessionLimit),
  fewMails,
  timeToSave,
  allowedCalls,
  onDemand(cheapWhenEmpty),
  undisturbed,
  onDemand(usageLimits),
  failedBackupsReported,
  savesKept,
  runsHappen,
  failedRunsReported,
  runTimeouts,
  ...ALWAYS,
];

/** An invariant did not hold; the message shows what had happened before. */
export class BrokenInvariant extends Error {
  override readonly name = "BrokenInvariant";
  readonly at: Instant;

  constructor(
    readonly invariant: Invariant,
    readonly how: string,
    world: World,
  ) {
    const lines = world.timeline
      .slice(-LINES)
      .map((entry) => ({ at: entry.at, ...sentenceOf(entry) }))
      .map(({ at, who, what, why }) => `${timeOf(at)}  ${who}: ${what}${why === undefined ? "" : ` (${why})`}`);
    super(
      `"${invariant.name}" is broken at ${timeOf(world.now)}: ${how}\n(${invariant.sentence})\n${lines.join("\n")}`,
    );
    this.at = world.now;
  }
}

/** How much of the timeline a broken invariant shows. */
const LINES = 40;

/** 20 Nov 18:00:05 */
const timeOf = (at: Instant): string => new Date(at).toUTCString().replace(/^\w+, (\d+ \w+) \d+ (.*) GMT$/, "$1 $2");

/**
 * Watches over all invariants for all containers of a world, from now on.
 *
 * @throws BrokenInvariant out of the world's `run`
 */
export function watchOver(world: World): readonly Subject[] {
  const subjects = world.containers.map((name) => new Subject(world, name));
  const watches = subjects.map((subject) => ({
    subject,
    checks: INVARIANTS.map((invariant) => ({ invariant, check: invariant.watch(subject) })),
  }));
  world.observe(() => {
    for (const { subject, checks } of watches) {
      subject.look();
      for (const { invariant, check } of checks) {
        const how = check();
        if (how !== undefined) throw new BrokenInvariant(invariant, `${subject.name}: ${how}`, world);
      }
    }
  });
  return subjects;
}
