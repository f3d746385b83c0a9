import type { Clock, Instant } from "../clock";
import { nextTime } from "./cron";

/** What is done at the times of schedules, each under an id. */
export class Schedules {
  private readonly waiting = new Set<string>();

  /** @param expressionsOf the schedules of an id, as they are now: an apply may change them; none if it is gone */
  constructor(
    private readonly clock: Clock,
    private readonly expressionsOf: (id: string) => readonly string[],
    private readonly run: (id: string, time: Instant) => void,
    private readonly delay: () => number = () => 0,
  ) {}

  /** Starts those that do not wait yet; again after an apply. */
  refresh(ids: readonly string[]): void {
    for (const id of ids) if (!this.waiting.has(id)) this.wait(id);
  }

  private wait(id: string): void {
    const times = this.expressionsOf(id).map((expression) => nextTime(expression, this.clock.now));
    this.waiting.delete(id);
    if (times.length === 0) return;
    this.waiting.add(id);
    const time = Math.min(...times);
    this.clock.at(time + this.delay(), () => {
      this.run(id, time);
      this.wait(id);
    });
  }
}
