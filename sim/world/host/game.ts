import { type Instant, SECOND } from "../clock";
import type { Random } from "../random";
import { drawDuration } from "../stages";
import type { Rate } from "../people/traffic";

/** How the program in a container's image behaves. Can be changed at any time. */
export class Game {
  /** The time of a full pull. A host keeps images as long as it lives. */
  pullSeconds: number;
  /** The download before it loads; skipped while the files are there. */
  downloadSeconds = 0;
  /** The folder it downloads to. */
  downloadsTo: string;
  downloadBytesPerMinute = 150e6;
  /** Constant traffic without players, for example with a server list. */
  chatter: Rate = { packets: 0, receivedBytes: 0, sentBytes: 0 };
  /** Time from its start until players can connect. */
  loadSeconds: number;
  /** Time to save after SIGTERM. */
  saveSeconds = 8;
  /** The folder it saves to. */
  savesTo: string;
  /** The containers that must take writes while it saves; by default those that it depends on while it runs. */
  savesThrough?: readonly string[];
  /** User ID of its directories in the image. */
  owner = 0;
  /** When it ends on its own, decided at each start. */
  crash: (start: { at: Instant }) => { afterSeconds: number; exitCode: number; reason?: string } | undefined = () =>
    undefined;

  /** The seconds after which it answers nobody any more, nor its health check; decided at each start. */
  hang: (start: { at: Instant }) => number | undefined = () => undefined;

  /** @param folders where a container's volumes are mounted, the one with its saves first */
  constructor(random: Random, [savesTo = "/", downloadsTo = savesTo]: readonly string[]) {
    this.pullSeconds = drawDuration(random, "pulled") / SECOND;
    this.loadSeconds = drawDuration(random, "loaded") / SECOND;
    [this.savesTo, this.downloadsTo] = [savesTo, downloadsTo];
  }
}

/** A scheduled service: it does its work and ends. One without an end runs until somebody stops it. */
export class Job extends Game {
  /** Nothing of it is a save, whatever it mounts. */
  override savesTo = "/";
  override downloadsTo = "/";
  override loadSeconds = 1;
  override saveSeconds = 1;
  override savesThrough: readonly string[] = [];
  override crash: Game["crash"] = () => ({ afterSeconds: 3 * 60, exitCode: 0 });
}

/** A database, a proxy, a map: what runs beside the program that players connect to. */
export class Helper extends Game {
  override loadSeconds = 3;
  override saveSeconds = 1;
  override savesThrough: readonly string[] = [];
}
