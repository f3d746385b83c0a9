import type { Ending, Stop } from "../ending";
import { longerRest } from "../rests";
import type { KeeperSettings } from "../read-settings";
import { MINUTE, type Instant } from "../time";
import { commandsFor, configFile } from "../../../shared/commands";
import { launchCause, placementCause, TOO_SLOW, type Cause } from "./causes";
import type { Draft, EndingOf, MailOf } from "./draft";
import { stopCause } from "./stop-causes";
import { exitWords, failedService } from "./stopped-service";
import { duration, listed, moment, quote, startNow } from "./words";

export type Failed = EndingOf<"crash loop" | "not ready" | "no capacity">;
export const isFailed = (ending: Ending): ending is Failed =>
  ending.kind === "crash loop" || ending.kind === "not ready" || ending.kind === "no capacity";

/** More of them say the same. */
const MOST_STOPS = 3;

/** How a session ended that somebody must look after. */
export function failedEnding(ending: Failed, mail: MailOf<"asleep">, settings: KeeperSettings, now: Instant): Draft {
  const { what, cause, service, details } = diagnosis(ending, settings);
  const isStopped = ending.kind === "no capacity" ? "" : " and was shut down";
  return {
    subject: `${settings.container} failed: ${service === undefined ? "" : `service ${service}, `}${cause.short}`,
    paragraphs: [
      `${settings.container} ${what}${isStopped}. ${which(service)}${cause.why}`,
      rest(ending, mail, settings, now),
    ],
    forOperator: [...details, startNow(settings)],
  };
}

/** Why it is away where it never sleeps. */
export function aboutFailure(ending: Failed, settings: KeeperSettings) {
  const { what, cause, service, details } = diagnosis(ending, settings);
  return {
    short: `${service === undefined ? "" : `service ${service}, `}${cause.short}`,
    why: `it ${what}. ${which(service)}${cause.why}`,
    forOperator: details,
  };
}

const which = (service: string | undefined): string =>
  service === undefined ? "" : `The service that failed is ${service}. `;

interface Diagnosis {
  /** Follows the container's name. */
  readonly what: string;
  readonly cause: Cause;
  /** The service that failed, where there are several. */
  readonly service?: string | undefined;
  /** For whoever runs it. */
  readonly details: readonly (string | undefined)[];
}

function diagnosis(ending: Failed, settings: KeeperSettings): Diagnosis {
  const { startupTimeoutMinutes, instanceTypes, availabilityZones, names } = settings;
  switch (ending.kind) {
    case "crash loop":
      return diagnosed(settings, {
        what: howOften(ending.stops, settings),
        cause: causeOfStops(ending.stops) ?? TOO_SLOW,
        said: saidOf(ending.stops, settings),
        ...ofService(ending.stops, settings),
      });
    case "not ready":
      return diagnosed(settings, {
        what: `did not start within ${duration(startupTimeoutMinutes)}`,
        cause:
          causeOfStops(ending.stops) ??
          (ending.placementProblem === "" ? TOO_SLOW : placementCause(ending.placementProblem)),
        said: [...saidOf(ending.stops, settings), quote(ending.placementProblem)],
        ...ofService(ending.stops, settings),
      });
    case "no capacity":
      return diagnosed(settings, {
        what: `did not start: it got no host within ${duration(startupTimeoutMinutes)}`,
        cause: launchCause(ending.problem),
        tried: `Tried: ${listed(instanceTypes)} in ${listed(availabilityZones)} (group ${names.group}).`,
        said: [quote(ending.problem)],
      });
  }
}

interface Evidence extends Omit<Diagnosis, "details"> {
  /** Which hosts were asked for. */
  readonly tried?: string;
  /** In AWS's and the registry's words. */
  readonly said: readonly string[];
  readonly log?: string | undefined;
}

function diagnosed(settings: KeeperSettings, { what, cause, tried, said, service, log }: Evidence): Diagnosis {
  const words = said.filter((line) => line !== "").map((line) => `- ${line}`);
  const details = [
    tried,
    words.length === 0 ? undefined : ["AWS says:", ...words].join("\n"),
    `What to do: ${cause.next(configFile(settings))}`,
    log,
  ];
  return { what, cause, service, details };
}

/** The newest stop decides: what failed before it may be mended. */
function causeOfStops(stops: readonly Stop[]): Cause | undefined {
  const newest = stops.at(-1);
  return newest && stopCause(newest);
}

/** Each different stop once. */
function saidOf(stops: readonly Stop[], settings: KeeperSettings): readonly string[] {
  const said = stops.map(({ code, reason, exits }) => {
    const words = [code, reason].filter((part) => part !== "").join(": ");
    return quote(words) + exitWords(exits, settings);
  });
  return [...new Set(said)].slice(-MOST_STOPS);
}

const howOften = (stops: readonly Stop[], { crashLoop }: KeeperSettings): string =>
  stops.every(({ code }) => code === "TaskFailedToStart")
    ? "failed to start several times"
    : `stopped ${crashLoop.stops} times within ${duration(crashLoop.withinMinutes)}`;

/** The newest stop decides, as for the cause. Only what ran has printed something. */
function ofService(stops: readonly Stop[], settings: KeeperSettings): Pick<Evidence, "service" | "log"> {
  const newest = stops.at(-1);
  const service = newest && failedService(newest, settings);
  const hasPrinted = stops.some(({ exits }) => exits.length > 0);
  const { containerLog, serviceLog } = commandsFor(settings);
  const command = service === undefined ? containerLog : serviceLog(service);
  return { service, log: hasPrinted ? `To read what it printed:\n${command}` : undefined };
}

/** How long it rests, and what comes after. */
function rest(
  { restMinutes = 0 }: Failed,
  { restUntil, isLastToday = false }: MailOf<"asleep">,
  settings: KeeperSettings,
  now: Instant,
): string {
  const until = moment(restUntil ?? now + restMinutes * MINUTE, settings.timeZone);
  const next = longerRest(restMinutes, settings.crashLoop.restMinutes);
  return [
    `It will not start again before ${until}, even if someone connects.`,
    `After that, connect to ${settings.address} to try again.`,
    next !== undefined && `If that fails too, the next pause is ${duration(next)}.`,
    isLastToday && "It has failed like this several times; further failures today are not reported.",
  ]
    .filter((sentence) => sentence !== false)
    .join(" ");
}
