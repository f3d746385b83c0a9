import type { Instant } from "../world/clock";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = "January February March April May June July August September October November December".split(" ");

export const dayOf = (at: Instant): string => {
  const date = new Date(at);
  return `${DAYS[date.getUTCDay()] ?? ""} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ""}`;
};
/** Like 20:15:07, UTC. */
export const timeOf = (at: Instant): string => new Date(at).toISOString().slice(11, 19);
/** Like "Mon 16 Nov, 20:15". */
export function shortTime(at: Instant): string {
  const [day = "", date = "", month = ""] = dayOf(at).split(" ");
  return `${day.slice(0, 3)} ${date} ${month.slice(0, 3)}, ${timeOf(at).slice(0, 5)}`;
}

/** Seconds as people say them: 130 is "2 min 10 s", two hours and a few seconds are "2 h". */
export function duration(seconds: number): string {
  const whole = seconds < 3600 ? Math.round(seconds) : Math.round(seconds / 60) * 60;
  const amounts = [`${Math.floor(whole / 3600)} h`, `${Math.floor(whole / 60) % 60} min`, `${whole % 60} s`];
  const parts = amounts.filter((amount) => !amount.startsWith("0 "));
  return parts.length === 0 ? "0 s" : parts.join(" ");
}
