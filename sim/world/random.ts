/** Random numbers, the same for the same seed. */
export class Random {
  private state: number;

  /** @param seed any integer */
  constructor(private readonly seed: number) {
    this.state = seed | 0;
  }

  /** A sequence of its own for a part of the world, so that more draws there change nothing elsewhere. */
  fork(part: string): Random {
    let hash = this.seed | 0;
    for (const letter of part) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
    return new Random(hash);
  }

  /** At least 0, below 1 (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  hex(digits: number): string {
    return Array.from({ length: digits }, () => this.between(0, 15).toString(16)).join("");
  }
}
