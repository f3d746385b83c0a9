import { MINUTE } from "../world/clock";
import { isDisturbed } from "./excuses";
import type { Subject } from "./subject";

/** True if a session may end though somebody plays, or though it is young: by limit, crash, hand or host loss. */
export function mayEnd(subject: Subject, byCrash = true): boolean {
  const { settings, now, upSince, dayMinutes, monthMinutes, lastHost, told } = subject;
  const { sessionLimitMinutes, dayLimitMinutes, monthLimitMinutes } = settings;
  const { stopAtLimit, crashWithinMinutes, startupTimeoutMinutes } = settings;
  const { last } = told;
  if (isDisturbed(subject, upSince)) return true;
  if (isHasty(subject)) return false;
  if (byCrash && last.crash >= now - Math.max(crashWithinMinutes, startupTimeoutMinutes + 6) * MINUTE) return true;
  const ageMinutes = (now - (lastHost?.launchedAt ?? now)) / MINUTE;
  // Keeper counts hours from look to look.
  const areHoursOver = dayMinutes >= dayLimitMinutes - 6 || monthMinutes >= monthLimitMinutes - 6;
  const isTooMuch = subject.daySentMiB >= settings.dayTrafficMiB || subject.monthSentMiB >= settings.monthTrafficMiB;
  return stopAtLimit && (ageMinutes >= sessionLimitMinutes || areHoursOver || isTooMuch);
}

/** True if tasks only failed to start, and for less than five minutes: a registry or a file system may be late. */
function isHasty({ tasks, lastHost, settings: { crashWithinMinutes } }: Subject): boolean {
  const here = tasks.filter(({ host, stopCode }) => host.machine === lastHost && stopCode !== undefined);
  const ends = here.flatMap(({ stoppedAt, stopCode }) => (stopCode === "TaskFailedToStart" ? (stoppedAt ?? []) : []));
  const spanMinutes = (Math.max(...ends) - Math.min(...ends)) / MINUTE;
  return ends.length > 0 && ends.length === here.length && spanMinutes < Math.min(5, crashWithinMinutes / 2);
}
