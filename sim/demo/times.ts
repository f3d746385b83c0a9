import type { TimeZone } from "../../handlers/keeper/time-zone";
import { DAY, type Instant } from "../world/clock";
import type { Span } from "./tracks";

/** Like "7 days", or "48 h". */
export function lengthOf({ from, to }: Span): string {
  const days = (to - from) / DAY;
  return days <= 2 ? `${days * 24} h` : `${days} days`;
}

/** Times as clocks show them where the players live. */
export class Times {
  constructor(readonly zone: TimeZone) {}

  /** Like "CET (Europe/Berlin)", or "UTC". */
  nameAt(at: Instant): string {
    const abbreviation = this.zone.abbreviationAt(at);
    return abbreviation === this.zone.name ? abbreviation : `${abbreviation} (${this.zone.name})`;
  }
  /** Like "Mon 16 Nov". */
  day(at: Instant): string {
    return this.zone.clockAt(at).toUTCString().slice(0, 11).replace(",", "");
  }
  /** Like 20:15:07. */
  seconds(at: Instant): string {
    return this.zone.clockAt(at).toISOString().slice(11, 19);
  }
  /** Like 20:15. */
  minutes(at: Instant): string {
    return this.seconds(at).slice(0, 5);
  }
  /** Like "Mon 16 Nov, 20:15"; of a known day only "20:15". */
  short(at: Instant, known?: Instant): string {
    const isKnown = known !== undefined && this.day(known) === this.day(at);
    return isKnown ? this.minutes(at) : `${this.day(at)}, ${this.minutes(at)}`;
  }
}
