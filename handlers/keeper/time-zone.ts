import { DAY, HOUR, type Instant } from "./time";

/** Longer than the day on which clocks are put back, and shorter than that and the next day together. */
const MORE_THAN_A_DAY = 30 * HOUR;
const MORE_THAN_A_MONTH = 32 * DAY;

/**
 * English where it knows an abbreviation like CET, PST or AEST: each variety has those of its own part of the world only,
 * and says GMT+1 of the others.
 */
const ENGLISH = ["en-US", "en-GB", "en-AU", "en-ZA", "en-IN"];
const OFFSET = /^GMT[+-]/;

/** A day or a month. */
export interface Period {
  /** Like 2026-11-21, or 2026-11. */
  readonly date: string;
  /** 00:00, or later where clocks are put forward at midnight. */
  readonly start: Instant;
  /** When the next one begins. */
  readonly end: Instant;
}

const NO_PERIOD: Period = { date: "", start: 0, end: 0 };
const isIn = ({ start, end }: Period, instant: Instant): boolean => instant >= start && instant < end;

/**
 * The days and months of a time zone. They come from Node's own data, which Lambda's runtime updates: all builds of Node
 * have the zones, and those of Node 13 and later the languages too (https://nodejs.org/api/intl.html).
 */
export class TimeZone {
  private readonly offsets: Intl.DateTimeFormat;
  /** The last ones that were asked for: a look asks for the same ones many times, and Intl takes its time. */
  private lastDay = NO_PERIOD;
  private lastMonth = NO_PERIOD;

  /**
   * @param name in the IANA database, like Europe/Berlin
   * @throws RangeError for a name that Node does not know
   */
  constructor(readonly name: string) {
    this.offsets = new Intl.DateTimeFormat("en", { timeZone: name, timeZoneName: "longOffset" });
  }

  /** The day an instant is in. */
  day(instant: Instant): Period {
    if (isIn(this.lastDay, instant)) return this.lastDay;
    const date = this.dateOf(instant);
    const start = this.startOf(date);
    return (this.lastDay = { date, start, end: this.startOf(this.dateOf(start + MORE_THAN_A_DAY)) });
  }

  /** The month an instant is in. */
  month(instant: Instant): Period {
    if (isIn(this.lastMonth, instant)) return this.lastMonth;
    const date = this.dateOf(instant).slice(0, 7);
    const start = this.startOf(`${date}-01`);
    const next = this.dateOf(start + MORE_THAN_A_MONTH).slice(0, 7);
    return (this.lastMonth = { date, start, end: this.startOf(`${next}-01`) });
  }

  /** What clocks show then, as the date's fields in UTC. */
  clockAt(instant: Instant): Date {
    return new Date(instant + this.offsetAt(instant));
  }

  /** When clocks first show what such a date says; where they skip it, so long after the change. */
  instantOf(clock: Date): Instant {
    const shown = clock.getTime();
    const before = shown - this.offsetAt(shown - DAY);
    const after = shown - this.offsetAt(shown + DAY);
    const early = Math.min(before, after);
    return this.clockAt(early).getTime() === shown ? early : Math.max(before, after);
  }

  /** What the zone is called then: CET or CEST, and GMT+9 where English has no abbreviation. */
  abbreviationAt(instant: Instant): string {
    const names = ENGLISH.map((locale) => this.nameIn(locale, instant));
    return names.find((name) => !OFFSET.test(name)) ?? names[0] ?? this.name;
  }

  private dateOf(instant: Instant): string {
    return this.clockAt(instant).toISOString().slice(0, 10);
  }

  private nameIn(locale: string, instant: Instant): string {
    const format = new Intl.DateTimeFormat(locale, { timeZone: this.name, timeZoneName: "short" });
    return format.formatToParts(instant).find(({ type }) => type === "timeZoneName")?.value ?? this.name;
  }

  /** Where the clocks change around midnight, it may come twice or not at all. */
  private startOf(day: string): Instant {
    return this.instantOf(new Date(day));
  }

  /** How far clocks are ahead of UTC, in milliseconds: "11/21/2026, GMT-03:30" is -3.5 hours. */
  private offsetAt(instant: Instant): number {
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(this.offsets.format(instant)) ?? [];
    const offset = (Number(hours ?? 0) + Number(minutes ?? 0) / 60) * HOUR;
    return sign === "-" ? -offset : offset;
  }
}
