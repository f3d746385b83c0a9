import type { TimeZone } from "../../handlers/keeper/time-zone";
import { type Instant, MINUTE } from "../world/clock";
import type { Machine } from "../world/ec2/machine";

/** What limits are about, of this day and this month. */
export class Usage {
  /** Minutes with a host, a dying one too. */
  dayMinutes = 0;
  monthMinutes = 0;
  /** What hosts sent. */
  daySentMiB = 0;
  monthSentMiB = 0;
  private readonly sentBytes = new Map<Machine, number>();

  constructor(private readonly timeZone: TimeZone) {}

  /** Counts the time between two events, with the hosts that there were; hours only where they are limited. */
  count(before: Instant, now: Instant, machines: readonly Machine[], areHoursLimited: boolean): void {
    const [day, month] = [this.timeZone.day(now), this.timeZone.month(now)];
    if (before < day.start) this.dayMinutes = this.daySentMiB = 0;
    if (before < month.start) this.monthMinutes = this.monthSentMiB = 0;
    for (const machine of machines) {
      const sentMiB = (machine.sentBytes - (this.sentBytes.get(machine) ?? 0)) / 1024 ** 2;
      this.sentBytes.set(machine, machine.sentBytes);
      this.daySentMiB += sentMiB;
      this.monthSentMiB += sentMiB;
    }
    if (!areHoursLimited || !machines.some(({ state }) => state !== "stopped")) return;
    this.dayMinutes += (now - Math.max(before, day.start)) / MINUTE;
    this.monthMinutes += (now - Math.max(before, month.start)) / MINUTE;
  }
}
