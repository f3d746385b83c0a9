import type { Stop } from "../decision";
import type { KeeperSettings } from "../settings";
import { MINUTE, type Instant } from "../time";
import { configFile, containerLogCommand, wakeCommand } from "./by-hand";
import { launchCause, placementCause, TOO_SLOW, type Cause } from "./causes";
import type { Draft, EndingOf } from "./draft";
import { stopCause } from "./stop-causes";
import { duration, listed, moment, quote } from "./words";

export type Failed = EndingOf<"crash loop" | "not ready" | "no capacity">;

/** More of them say the same. */
const MOST_STOPS = 3;

/** How a session ended that somebody must look after. */
export function failedEnding(ending: Failed, settings: KeeperSettings, now: Instant): Draft {
  const { container, crashStops, crashWithinMinutes, startupTimeoutMinutes } = settings;
  switch (ending.kind) {
    case "crash loop":
      return failure(settings, {
        what: `${container} stopped ${crashStops} times within ${duration(crashWithinMinutes)}, so it was put to sleep.`,
        cause: causeOfStops(ending.stops) ?? TOO_SLOW,
        said: saidOf(ending.stops),
        ...rest(ending.stops, ending.restMinutes, settings, now),
      });
    case "not ready":
      return failure(settings, {
        what: `${container} did not come to run within ${duration(startupTimeoutMinutes)}, so it was put to sleep.`,
        cause:
          causeOfStops(ending.stops) ??
          (ending.placementProblem === "" ? TOO_SLOW : placementCause(ending.placementProblem)),
        said: [...saidOf(ending.stops), quote(ending.placementProblem)],
        ...rest(ending.stops, ending.restMinutes, settings, now),
      });
    case "no capacity":
      return failure(settings, {
        what: `${container} got no host within ${duration(startupTimeoutMinutes)}. Tried: ${listed(settings.instanceTypes)} in ${listed(settings.availabilityZones)} (group ${settings.groupName}).`,
        cause: launchCause(ending.problem),
        said: [quote(ending.problem)],
        then: `The next one who asks for ${settings.address} makes it try again. By hand:\n${wakeCommand(settings)}`,
      });
  }
}

interface Failure {
  readonly what: string;
  readonly cause: Cause;
  /** In AWS's and the registry's words. */
  readonly said: readonly string[];
  readonly log?: string;
  readonly then: string;
}

function failure(settings: KeeperSettings, { what, cause, said, log, then }: Failure): Draft {
  const words = said.filter((line) => line !== "").map((line) => `- ${line}`);
  return {
    subject: `${settings.container} failed: ${cause.short}`,
    paragraphs: [
      `${what} ${cause.why}`,
      words.length === 0 ? undefined : ["AWS says:", ...words].join("\n"),
      `What to do: ${cause.next(configFile(settings))}`,
      log,
      then,
    ],
  };
}

/** The newest stop decides: what failed before it may be mended. */
function causeOfStops(stops: readonly Stop[]): Cause | undefined {
  const newest = stops.at(-1);
  return newest && stopCause(newest);
}

/** Each different stop once. */
function saidOf(stops: readonly Stop[]): readonly string[] {
  const said = stops.map(({ code, reason, exitCodes }) => {
    const words = [code, reason].filter((part) => part !== "").join(": ");
    const codes = exitCodes.length === 0 ? "" : ` (exit code ${listed(exitCodes.map(String))})`;
    return quote(words) + codes;
  });
  return [...new Set(said)].slice(-MOST_STOPS);
}

function rest(
  stops: readonly Stop[],
  restMinutes: number,
  settings: KeeperSettings,
  now: Instant,
): Pick<Failure, "log" | "then"> {
  const { address } = settings;
  const hasRun = stops.some(({ exitCodes }) => exitCodes.length > 0);
  return {
    log: hasRun ? `What it printed:\n${containerLogCommand(settings)}` : undefined,
    then: `It rests until ${moment(now + restMinutes * MINUTE, settings.timeZone)}: asking for ${address} does not wake it before. By hand it wakes at once:\n${wakeCommand(settings)}`,
  };
}
