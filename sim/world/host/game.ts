import { type Instant, SECOND } from "../clock";
import type { Random } from "../random";
import { drawDuration } from "../stages";
import type { Rate } from "../people/traffic";

/** How the program in a container's image behaves. Can be changed at any time. */
export interface Game {
  /** The time of a full pull. A host keeps images as long as it lives. */
  pullSeconds: number;
  /** The download before it loads; skipped while the files are there. */
  downloadSeconds: number;
  /** The folder it downloads to. */
  downloadsTo: string;
  downloadBytesPerMinute: number;
  /** Constant traffic without players, for example with a server list. */
  chatter: Rate;
  /** Time from its start until players can connect. */
  loadSeconds: number;
  /** Time to save after SIGTERM. */
  saveSeconds: number;
  /** The folder it saves to. */
  savesTo: string;
  /** The containers that must take writes while it saves; by default those that it depends on while it runs. */
  savesThrough?: readonly string[];
  /** User ID of its directories in the image. */
  owner: number;
  /** When it ends on its own, decided at each start. */
  crash: (start: { at: Instant }) => { afterSeconds: number; exitCode: number } | undefined;
}

/** @param folders where a container's volumes are mounted, the one with its saves first */
export const usualGame = (random: Random, [savesTo = "/", downloadsTo = savesTo]: readonly string[]): Game => ({
  pullSeconds: drawDuration(random, "pulled") / SECOND,
  downloadSeconds: 0,
  downloadsTo,
  downloadBytesPerMinute: 150e6,
  chatter: { packets: 0, receivedBytes: 0, sentBytes: 0 },
  loadSeconds: drawDuration(random, "loaded") / SECOND,
  saveSeconds: 8,
  savesTo,
  owner: 0,
  crash: () => undefined,
});

/** A database, a proxy, a map: what runs beside the program that players connect to. */
export const usualHelper: typeof usualGame = (...all) => ({
  ...usualGame(...all),
  loadSeconds: 3,
  saveSeconds: 1,
  savesThrough: [],
});
