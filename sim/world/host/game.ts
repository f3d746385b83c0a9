import { type Instant, SECOND } from "../clock";
import type { Random } from "../random";
import { drawn } from "../stages";
import type { Rate } from "../people/traffic";

/** How the program in a container's image behaves. Change one at any time. */
export interface Game {
  /** A whole pull on a host; hosts keep images while they live. */
  pullSeconds: number;
  /** What it fetches when it starts, before it loads; only once, as long as its files are there. */
  downloadSeconds: number;
  /** The folder it fetches to. */
  downloadsTo: string;
  downloadBytesPerMinute: number;
  /** What it exchanges all the time by itself, as with a list of servers. */
  chatter: Rate;
  /** From its start until players can connect. */
  loadSeconds: number;
  /** How long it saves after SIGTERM. */
  saveSeconds: number;
  /** The folder it saves to. */
  savesTo: string;
  /** User id of its directories in the image. */
  owner: number;
  /** When it ends by itself, after each start. */
  crash: (start: { at: Instant }) => { afterSeconds: number; exitCode: number } | undefined;
}

/** @param folders where a container's volumes are mounted, the one with its saves first */
export const usualGame = (random: Random, [savesTo = "/", downloadsTo = savesTo]: readonly string[]): Game => ({
  pullSeconds: drawn(random, "pulled") / SECOND,
  downloadSeconds: 0,
  downloadsTo,
  downloadBytesPerMinute: 150e6,
  chatter: { packets: 0, receivedBytes: 0, sentBytes: 0 },
  loadSeconds: drawn(random, "loaded") / SECOND,
  saveSeconds: 8,
  savesTo,
  owner: 0,
  crash: () => undefined,
});
