import type { Mail as Told } from "../../../handlers/keeper/decision";
import { DAY, HOUR, type Instant, MINUTE } from "../../world/clock";
import type { Mail } from "../../world/sns/mail";
import { ignoredUntilIn, toldIn } from "../mails";
import type { Promised } from "./promise";

/** Mails of a session, each once: when it is up, when its host is blind, when it is about to be stopped, at its end. */
const OF_SESSION: readonly (Told["kind"] | undefined)[] = ["up", "blind host", "stops soon", "asleep"];

/** Mails that belong to no session say each thing once a day: of each host, vault and limit. */
function topicOf(told: Told, day: string): string {
  const { kind, instanceId, limit, job, vault } = { instanceId: "", limit: "", job: "", vault: "", ...told };
  return [day, kind, instanceId, limit, job, vault].join(" ");
}

/** What a mail says that no other one of its day will tell, and true if it says so. */
function silenceOf(told: Told): readonly [what: string, isSilent: boolean] {
  if (ignoredUntilIn(told) !== undefined) return ["queries are ignored", true];
  if (told.kind !== "asleep") return [told.kind, false];
  if (told.emptySession !== undefined) return ["a session without players", true];
  const { ending, isLastToday = false } = told;
  const stop = "stops" in ending ? ending.stops.at(-1) : undefined;
  // AWS's error type comes first; its other words name tasks and times.
  const error = stop && [stop.code, stop.reason.split(/[ :]/)[0], ...stop.exitCodes];
  return [[ending.kind, ...(error ?? [])].join(" "), isLastToday];
}

const fewMails: Promised = {
  letter: "g",
  sentence: "at most 3 mails of keeper per session (4 if it is blind), never a duplicate",
  watch: (subject) => {
    const sent = new Set<string>();
    let wakes = 0;
    let beforeEnd = 0;
    const judge = (mail: Mail): string | undefined => {
      const day = subject.settings.timeZone.day(mail.at).date;
      const told = toldIn(mail);
      const sort = OF_SESSION.find((kind) => kind === told?.kind);
      const topic = sort ?? (told && topicOf(told, day));
      const [what, isSilent] = told === undefined ? ["", false] : silenceOf(told);
      const silent = `silent: ${what} on ${day}`;
      if (sent.has(silent)) return `"${mail.subject}" comes though a mail of that day has said that none will`;
      if (isSilent) sent.add(silent);
      if (sort === "asleep") return --wakes < 0 ? `a session ends twice: "${mail.subject}"` : undefined;
      if (topic !== undefined && sent.has(topic)) return `"${mail.subject}" comes a second time`;
      if (topic !== undefined) sent.add(topic);
      const isOfSession = sort !== undefined || topic === undefined;
      if (isOfSession && ++beforeEnd > (sent.has("blind host") ? 3 : 2))
        return `"${mail.subject}" is one mail more than a session has`;
      return undefined;
    };
    return () => {
      if (subject.wokeUp) {
        // The next may begin a moment before the end of the last is told, and that mail may be refused.
        wakes = Math.min(wakes + 1, 2);
        beforeEnd = 0;
        for (const sort of OF_SESSION) if (sort !== undefined) sent.delete(sort);
      }
      // Today's hours, of which it was warned, end no session that a person takes over; its own may.
      if (subject.told.last.wakeByHand === subject.now && sent.delete("stops soon")) beforeEnd--;
      for (const mail of subject.told.newMails) {
        const wrong = judge(mail);
        if (wrong !== undefined) return wrong;
      }
      // A look that began before ends within a minute.
      if (subject.now - subject.told.last.memoryLost < MINUTE) {
        sent.clear();
        beforeEnd = 0;
      }
      return undefined;
    };
  },
};

const allowed: Promised = {
  letter: "i",
  sentence: "every call is allowed by its role",
  watch: (subject) => {
    const { calls } = subject.world;
    let refused: string | undefined;
    const { watch } = calls;
    calls.watch = (call) => {
      if (!call.allowed && subject.functions.includes(call.caller))
        refused = `${call.caller} may not call ${call.action}`;
      watch(call);
    };
    return () => refused;
  },
};

/** Counted while nobody plays, nobody does anything by hand, and no container failed, as a mail has told. */
const cheap: Promised = {
  letter: "j",
  sentence: "a name queried every minute for a week with nobody playing costs under 10 hours of a host",
  watch: (subject) => {
    let hours: { readonly at: Instant; readonly used: number }[] = [];
    return () => {
      const { now, playUntil, world, told } = subject;
      const { last } = told;
      const newest = hours.at(-1)?.at ?? -Infinity;
      if (now - newest < HOUR) return undefined;
      if (
        Math.max(playUntil, last.hand, last.wakeByHand, last.memoryLost, told.failedAt, told.holdUntil) >
        now - 8 * DAY
      )
        hours = [];
      hours = [...hours.filter(({ at }) => at > now - 7 * DAY - HOUR), { at: now, used: world.meter.hostHours }];
      const used = (hours.at(-1)?.used ?? 0) - (hours[0]?.used ?? 0);
      return used >= 10 ? `hosts ran ${used.toFixed(1)} hours in a week though nobody played` : undefined;
    };
  },
};

export const promisesAboutPeople: readonly Promised[] = [fewMails, allowed, cheap];
