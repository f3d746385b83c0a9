import type { PacketCount } from "../decision";
import type { KeeperSettings } from "../read-settings";
import { configFile } from "../../../shared/commands";
import type { MailOf } from "./draft";
import { duration, hasPlayers } from "./words";

type Asleep = MailOf<"asleep">;

/** Whoever plays through the published ports is counted by then. */
const LONG_MINUTES = 10;
/** Bots knock and go; whoever sends for so many minutes may be playing. */
const LASTING_MINUTES = 5;

interface NoPlayers {
  /** For players; undefined if they were seen. */
  readonly what?: string;
  /** For whoever runs the server: what was counted, and which line to change if somebody did play. */
  readonly details?: string;
}

/** Nobody was seen to play, or only too quietly. */
export function noPlayers({ packetCount, played }: Asleep, settings: KeeperSettings): NoPlayers {
  if (!hasPlayers(settings)) return {};
  if (packetCount === undefined) return played ? {} : { what: "No players were seen in this session." };
  const what = played
    ? "Somebody may have played, but too quietly to keep it running."
    : "No players were seen in this session.";
  return {
    what,
    details: packetCount.busiest === 0 ? nothingCame(packetCount, settings) : fewCame(packetCount, settings),
  };
}

function fewCame(packetCount: PacketCount, settings: KeeperSettings): string {
  const { busiest, minutes, quietMinutes } = packetCount;
  const quiet = quietMinutes === 0 ? "" : `, and none in ${quietMinutes} of the ${minutes} minutes`;
  const line = `idle.packets_per_minute in ${configFile(settings)}`;
  const threshold = `At most ${busiest} packets a minute were counted${quiet}. Your threshold is ${settings.idle.packetsPerMinute} (${line}).`;
  return mayBePlayer(packetCount)
    ? `${threshold} A quiet player looks like this, and so do bots. If somebody did play, set ${line} to ${busiest} or less and apply.`
    : threshold;
}

function nothingCame({ minutes }: PacketCount, settings: KeeperSettings): string {
  const isAllTraffic = settings.idle.count === "all_traffic";
  const what = `No packet reached ${isAllTraffic ? "the container" : "the published ports"} in the ${duration(minutes)} that were counted.`;
  return isAllTraffic || minutes < LONG_MINUTES
    ? what
    : `${what} If somebody did play, the game connects its players through a relay (crossplay), and their packets bypass these ports. To count them, set idle: {count: all_traffic} in ${configFile(settings)} and apply.`;
}

/** True if packets kept coming, too few of them to tell a player from bots. */
export const mayBePlayer = (counted: PacketCount | undefined): boolean =>
  counted !== undefined && counted.minutes - counted.quietMinutes >= LASTING_MINUTES;
