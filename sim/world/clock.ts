/** Milliseconds since 1970, UTC. */
export type Instant = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

interface Entry {
  readonly at: Instant;
  readonly order: number;
  run: (() => void) | undefined;
}

/** What shall happen when, in virtual time. Two things of one instant happen in the order they were asked for. */
export class Clock {
  private readonly heap: Entry[] = [];
  private asked = 0;

  constructor(public now: Instant) {}

  /** @returns what takes it back */
  at(time: Instant, run: () => void): () => void {
    const entry: Entry = { at: Math.max(time, this.now), order: this.asked++, run };
    let index = this.heap.push(entry) - 1;
    for (let parent = (index - 1) >> 1; index > 0 && this.isBefore(index, parent); parent = (index - 1) >> 1) {
      this.swap(index, parent);
      index = parent;
    }
    return () => {
      entry.run = undefined;
    };
  }

  after(milliseconds: number, run: () => void): () => void {
    return this.at(this.now + milliseconds, run);
  }

  /** Does the next thing if it is due by then; otherwise false, and it is then. */
  step(until: Instant): boolean {
    for (let next = this.heap[0]; next !== undefined && next.at <= until; next = this.heap[0]) {
      this.removeFirst();
      if (next.run === undefined) continue;
      this.now = next.at;
      next.run();
      return true;
    }
    this.now = Math.max(this.now, until);
    return false;
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    for (let index = 0; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const child = right < this.heap.length && this.isBefore(right, left) ? right : left;
      if (child >= this.heap.length || !this.isBefore(child, index)) return;
      this.swap(index, child);
      index = child;
    }
  }

  private isBefore(one: number, other: number): boolean {
    const [a, b] = [this.heap[one], this.heap[other]];
    return a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order));
  }

  private swap(one: number, other: number): void {
    const [a, b] = [this.heap[one], this.heap[other]];
    if (a === undefined || b === undefined) return;
    this.heap[one] = b;
    this.heap[other] = a;
  }
}

/** Does something soon, once for all who ask, at the earliest of the times they ask for. */
export class Soon {
  private due = Infinity;
  private takeBack: () => void = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly run: () => void,
  ) {}

  in(milliseconds: number): void {
    const at = this.clock.now + milliseconds;
    if (this.due <= at) return;
    this.takeBack();
    this.due = at;
    this.takeBack = this.clock.at(at, () => {
      this.due = Infinity;
      this.run();
    });
  }
}
