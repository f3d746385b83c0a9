import type { KeeperSettings } from "../read-settings";
import type { Instant } from "../time";
import { commandsFor } from "../../../shared/commands";
import { stopped } from "./always";
import { calmEnding } from "./calm-endings";
import { cost, shortCost } from "./cost";
import { mayBePlayer, noPlayers } from "./packet-count";
import type { Draft, MailOf } from "./draft";
import { failedEnding } from "./failed-endings";
import { lostEnding } from "./lost-endings";
import { duration, isAlways, lookUps, moment, hasPlayers, playAgain, startNow } from "./words";

type Asleep = MailOf<"asleep">;

/** The session is over: why, how to play again, and what it cost. */
export function asleep(mail: Asleep, settings: KeeperSettings, now: Instant): Draft {
  const { ending } = mail;
  if (isAlways(settings) && (ending.kind === "by hand" || ending.kind === "limit"))
    return stopped(ending, settings, now);
  const { paragraphs, ...draft } = ended(mail, settings, now);
  return { ...draft, paragraphs: [...paragraphs, cost(mail, settings, now)] };
}

function ended(mail: Asleep, settings: KeeperSettings, now: Instant): Draft {
  const { ending } = mail;
  switch (ending.kind) {
    case "crash loop":
    case "not ready":
    case "no capacity":
      return failedEnding(ending, mail, settings, now);
    case "host lost":
    case "two hosts":
      return lostEnding(ending, settings);
    default: {
      const calm = calmEnding(ending, duration(mail.minutes), settings, now);
      const packets = noPlayers(mail, settings);
      return {
        subject:
          calm.subject + (mail.played || !hasPlayers(settings) ? "" : ", no players seen") + shortCost(mail, settings),
        paragraphs: [...calm.paragraphs, again(mail, settings), ...emptySession(mail, settings, packets.what)],
        forOperator: [packets.details, ...(calm.forOperator ?? []), ...whoLookedItUp(mail, settings)],
      };
    }
  }
}

/** How to play again, unless a limit keeps it asleep or queries are ignored. */
const again = ({ ending, emptySession: empty }: Asleep, settings: KeeperSettings): string | undefined =>
  (ending.kind === "limit" && ending.limit !== "session") || empty?.ignoredUntil !== undefined
    ? undefined
    : playAgain(settings);

/** Nobody was seen in the session, or too quietly; and what follows from that. */
function emptySession(
  { emptySession: empty, packetCount }: Asleep,
  settings: KeeperSettings,
  what: string | undefined,
): readonly (string | undefined)[] {
  if (empty === undefined) return [what];
  if (empty.byHand) return [what, "It was started by hand. Further sessions without players are not reported today."];
  const cause = mayBePlayer(packetCount)
    ? `If nobody played, ${lookUps(settings).one} looked up ${settings.address}.`
    : `It was probably ${lookUps(settings).one} that looked up ${settings.address}.`;
  return empty.ignoredUntil === undefined
    ? [
        what,
        `${cause} Further sessions without players are not reported today; after too many of them, connecting once no longer starts it for some hours.`,
      ]
    : [what, cause, ignoredUntil(empty.ignoredUntil, settings)];
}

function whoLookedItUp({ emptySession: empty }: Asleep, settings: KeeperSettings): readonly string[] {
  if (empty === undefined || empty.byHand) return [];
  return empty.ignoredUntil === undefined ? [queryLog(settings)] : [startNow(settings), queryLog(settings)];
}

/** Queries are ignored, because nobody joined the last sessions. */
export function ignored({ until }: MailOf<"ignored">, settings: KeeperSettings): Draft {
  const { container, address } = settings;
  return {
    subject: `${container} was not started: nobody has played lately`,
    paragraphs: [
      `${container} was not started though ${address} was looked up, perhaps by ${lookUps(settings).one}.`,
      ignoredUntil(until, settings),
    ],
    forOperator: [startNow(settings), queryLog(settings)],
  };
}

const queryLog = (settings: KeeperSettings): string =>
  `To see who looked up ${settings.address}:\n${commandsFor(settings).queryLog}`;
const ignoredUntil = (until: Instant, settings: KeeperSettings): string =>
  `It has recently run too long with nobody connected, so until ${moment(until, settings.timeZone)} connecting once does not start it. ` +
  "To start it anyway, keep trying to connect for a few minutes; this works once every 12 hours, but not while a monitor checks the address every few minutes. " +
  "This is reported once a day.";
