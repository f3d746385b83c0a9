import type { Instant } from "../clock";
import type { Core } from "../core";

/** The images on a host's disk. Two pulls of the same image share one download (moby, distribution/xfer). */
export class Images {
  /** When each image is complete. */
  private readonly readyAt = new Map<string, Instant>();

  constructor(private readonly core: Core) {}

  /**
   * Starts a pull, unless the image is present or being pulled.
   *
   * @returns when the image is complete, or why it can't be pulled, in the registry's words
   */
  pull(image: string, milliseconds: number): Instant | string {
    const { now, faults, registry } = this.core;
    const known = this.readyAt.get(image);
    if (known !== undefined && known <= now) return known;
    const problem = faults.pull({ at: now, image }) ?? registry.problem(image);
    if (problem !== undefined) return problem;
    const ready = known ?? now + milliseconds;
    this.readyAt.set(image, ready);
    return ready;
  }
}
