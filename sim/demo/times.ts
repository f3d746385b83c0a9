import type { TimeZone } from "../../handlers/keeper/time-zone";
import type { Instant } from "../world/clock";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = "January February March April May June July August September October November December".split(" ");

/** Times as clocks show them where the players live. */
export class Times {
  constructor(readonly zone: TimeZone) {}

  /** Like "CET (Europe/Berlin)", or "UTC". */
  nameAt(at: Instant): string {
    const abbreviation = this.zone.abbreviationAt(at);
    return abbreviation === this.zone.name ? abbreviation : `${abbreviation} (${this.zone.name})`;
  }
  /** Like "Monday 16 November". */
  day(at: Instant): string {
    const clock = this.zone.clockAt(at);
    return `${DAYS[clock.getUTCDay()] ?? ""} ${clock.getUTCDate()} ${MONTHS[clock.getUTCMonth()] ?? ""}`;
  }
  /** Like 20:15:07. */
  seconds(at: Instant): string {
    return this.zone.clockAt(at).toISOString().slice(11, 19);
  }
  /** Like 20:15. */
  minutes(at: Instant): string {
    return this.seconds(at).slice(0, 5);
  }
  /** Like "Monday 16 November, 20:15". */
  heading(at: Instant): string {
    return `${this.day(at)}, ${this.minutes(at)}`;
  }
  /** Like "Mon 16 Nov, 20:15"; of a known day only "20:15". */
  short(at: Instant, known?: Instant): string {
    if (known !== undefined && this.day(known) === this.day(at)) return this.minutes(at);
    const [day = "", date = "", month = ""] = this.day(at).split(" ");
    return `${day.slice(0, 3)} ${date} ${month.slice(0, 3)}, ${this.minutes(at)}`;
  }
}

/** Seconds as people say them: 130 is "2 min 10 s", two hours and a few seconds are "2 h". */
export function duration(seconds: number): string {
  const whole = seconds < 3600 ? Math.round(seconds) : Math.round(seconds / 60) * 60;
  const amounts = [
    [Math.floor(whole / 3600), "h"],
    [Math.floor(whole / 60) % 60, "min"],
    [whole % 60, "s"],
  ] as const;
  const parts = amounts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`);
  return parts.length === 0 ? "0 s" : parts.join(" ");
}
