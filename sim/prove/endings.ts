import { MINUTE } from "../world/clock";
import { isDisturbed } from "./excuses";
import type { Subject } from "./subject";

/** True if a session may end though somebody plays, or though it is young: by limit, crash, hand or host loss. */
export function mayEnd(subject: Subject, byCrash = true): boolean {
  const { settings, now, upSince, dayMinutes, monthMinutes, lastHost, chronicle } = subject;
  const { limit, crashLoop, startupTimeoutMinutes } = settings;
  const { last } = chronicle;
  if (isDisturbed(subject, upSince)) return true;
  if (isHasty(subject)) return false;
  if (byCrash && last.crash >= now - Math.max(crashLoop.withinMinutes, startupTimeoutMinutes + 6) * MINUTE) return true;
  const ageMinutes = (now - (lastHost?.launchedAt ?? now)) / MINUTE;
  // Keeper counts hours from look to look.
  const areHoursOver = dayMinutes >= limit.perDayMinutes - 6 || monthMinutes >= limit.perMonthMinutes - 6;
  const isTooMuch =
    subject.daySentMiB >= settings.limit.trafficPerDayMiB || subject.monthSentMiB >= settings.limit.trafficPerMonthMiB;
  return limit.stop && (ageMinutes >= limit.perSessionMinutes || areHoursOver || isTooMuch);
}

/** True if tasks only failed to start, and for less than five minutes: a registry or a file system may be late. */
function isHasty({ tasks, lastHost, settings: { crashLoop } }: Subject): boolean {
  const here = tasks.filter(({ host, stopCode }) => host.machine === lastHost && stopCode !== undefined);
  const ends = here.flatMap(({ stoppedAt, stopCode }) => (stopCode === "TaskFailedToStart" ? (stoppedAt ?? []) : []));
  const spanMinutes = (Math.max(...ends) - Math.min(...ends)) / MINUTE;
  return ends.length > 0 && ends.length === here.length && spanMinutes < Math.min(5, crashLoop.withinMinutes / 2);
}
