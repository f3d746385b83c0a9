import type { Instant } from "../clock";
import type { Core } from "../core";

/** What docker has on a host's disk, and what it is pulling: two who want the same share it (moby, distribution/xfer). */
export class Images {
  /** When each is there. */
  private readonly readyAt = new Map<string, Instant>();

  constructor(private readonly core: Core) {}

  /**
   * Begins a pull, unless the image is there or on its way.
   *
   * @returns when it is there, or why it can't be pulled, in the registry's words
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
