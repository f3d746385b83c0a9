import type { Clock, Instant } from "../clock";
import { nextTime } from "./cron";

/** Does something at the times of schedules. Each has an ID. */
export class Schedules {
  private readonly waiting = new Set<string>();

  /** @param expressionsOf the current schedules of an ID, which an apply may change; none if it no longer exists */
  constructor(
    private readonly clock: Clock,
    private readonly expressionsOf: (id: string) => readonly string[],
    private readonly run: (id: string, time: Instant) => void,
    private readonly delay: () => number = () => 0,
  ) {}

  /** Starts the schedules that are not waiting yet. Call it after each apply. */
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
