import type { PacketCount } from "../decision";
import type { KeeperSettings } from "../read-settings";
import { configFile } from "../../../shared/commands";
import type { MailOf } from "./draft";
import { duration } from "./words";

type Asleep = MailOf<"asleep">;

/** Whoever plays through the published ports is counted by then. */
const LONG_MINUTES = 10;
/** Bots knock and go; whoever sends for so many minutes may be playing. */
const LASTING_MINUTES = 5;

/** Why nobody was seen to play, or too quietly: what was counted, and which line to change if somebody did. */
export function noPlayers({ packetCount, played }: Asleep, settings: KeeperSettings): readonly string[] {
  const none = played ? "Whoever played was too quiet to keep it up" : "No players were seen in this session";
  if (packetCount === undefined) return played ? [] : [`${none}.`];
  if (packetCount.busiest === 0) return nothingCame(packetCount, none, settings);
  const { busiest, minutes, quietMinutes } = packetCount;
  const quiet = quietMinutes === 0 ? "" : `, and none in ${quietMinutes} of the ${minutes} minutes`;
  const line = `idle.packets_per_minute in ${configFile(settings)}`;
  return [
    `${none}: at most ${busiest} packets a minute were counted${quiet}. Your threshold is ${settings.idle.packetsPerMinute} (${line}).`,
    ...(mayBePlayer(packetCount)
      ? [
          `A quiet player looks like this, and so do bots. If somebody did play, set ${line} to at most ${busiest} and apply.`,
        ]
      : []),
  ];
}

function nothingCame({ minutes }: PacketCount, none: string, settings: KeeperSettings): readonly string[] {
  const where = settings.idle.count === "all_traffic" ? "the container" : "the published ports";
  const what = `${none}: no packet reached ${where} in the ${duration(minutes)} that were counted.`;
  if (settings.idle.count === "all_traffic" || minutes < LONG_MINUTES) return [what];
  return [
    what,
    `If somebody did play, the game connects its players through a relay (crossplay), and their packets bypass those ports. To count them, set idle: {count: all_traffic} in ${configFile(settings)} and apply.`,
  ];
}

/** True if packets kept coming, too few of them to tell a player from bots. */
export const mayBePlayer = (counted: PacketCount | undefined): boolean =>
  counted !== undefined && counted.minutes - counted.quietMinutes >= LASTING_MINUTES;
