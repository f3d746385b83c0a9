/** Milliseconds since 1970, UTC. */
export type Instant = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

interface Entry {
  readonly at: Instant;
  run: (() => void) | undefined;
}

/** What will happen when, in virtual time. Things due at the same instant happen in the order they were scheduled. */
export class Clock {
  /** Sorted: the next entry is the last one. */
  private readonly queue: Entry[] = [];

  constructor(public now: Instant) {}

  /** @returns a function that cancels it */
  at(time: Instant, run: () => void): () => void {
    const entry: Entry = { at: Math.max(time, this.now), run };
    let [low, high] = [0, this.queue.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.queue[middle]?.at ?? 0) > entry.at) low = middle + 1;
      else high = middle;
    }
    this.queue.splice(low, 0, entry);
    return () => {
      entry.run = undefined;
    };
  }

  after(milliseconds: number, run: () => void): () => void {
    return this.at(this.now + milliseconds, run);
  }

  /** Does the next thing that is due by then. @returns false if there is none; then it is that time */
  step(until: Instant): boolean {
    for (let next = this.queue.at(-1); next !== undefined && next.at <= until; next = this.queue.at(-1)) {
      this.queue.pop();
      if (next.run === undefined) continue;
      this.now = next.at;
      next.run();
      return true;
    }
    this.now = Math.max(this.now, until);
    return false;
  }
}

/** Does something once for several requests, at the earliest of the requested times. */
export class Soon {
  private due = Infinity;
  private cancel: () => void = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly run: () => void,
  ) {}

  in(milliseconds: number): void {
    const at = this.clock.now + milliseconds;
    if (this.due <= at) return;
    this.cancel();
    this.due = at;
    this.cancel = this.clock.at(at, () => {
      this.due = Infinity;
      this.run();
    });
  }
}
