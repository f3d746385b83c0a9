import { DAY, HOUR, type Instant, MINUTE } from "../../world/clock";
import type { Mail } from "../../world/sns/topics";
import type { Promised } from "./promise";

/** Mails of a session, each once: when it is up, when its host is blind, when it is about to be stopped, at its end. */
const SORTS: readonly (readonly [sort: string, subject: RegExp])[] = [
  ["up", / is up$/],
  ["blind", / cannot see /],
  ["trouble", / stops in /],
  ["end", / is asleep| failed: | lost its host | had two hosts /],
];

/** Mails that belong to no session say each thing once a day, of each host. */
const DAILY: readonly RegExp[] = [
  / has a host outside its group$/,
  /: its host did not shut down$/,
  / stays asleep: (its wakes|today's|this month's) (?:.* (traffic))?/,
  / was not started: nobody has played lately$/,
  / has (been up for|sent) .* (in this session|today|this month)$/,
  / does not wake: /,
  / may not wake: /,
  / is ready$/,
  /: a (backup|restore) failed$/,
  /: its hold cannot be read$/,
  /: keeper lost its memory$/,
];

/** @param day like 2026-11-20 */
function topicOf(mail: Mail, day: string): string | undefined {
  const { subject, text } = mail;
  const daily = DAILY.flatMap((pattern) => pattern.exec(subject)?.with(0, pattern.source) ?? []);
  if (daily.length === 0) return undefined;
  // Of each host and each vault; and that a limit is near is not that it has passed.
  const [about = ""] = /\bi-[0-9a-f]+|in the vault \S+|more than limit/.exec(text) ?? [];
  return `${day} ${daily.join(" ")} ${about}`;
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
      const sort = SORTS.find(([, pattern]) => pattern.test(mail.subject))?.[0];
      const topic = sort ?? topicOf(mail, day);
      const [word = mail.subject] = /This is told once a day|Further sessions of this sort/.exec(mail.text) ?? [];
      const silent = `${word} on ${day}`;
      if (sent.has(silent)) return `"${mail.subject}" comes though a mail of that day has said that none will`;
      if (word !== mail.subject || /further failures today are not reported/.test(mail.text)) sent.add(silent);
      if (sort === "end") return --wakes < 0 ? `a session ends twice: "${mail.subject}"` : undefined;
      if (topic !== undefined && sent.has(topic)) return `"${mail.subject}" comes a second time`;
      if (topic !== undefined) sent.add(topic);
      const isOfSession = sort !== undefined || topic === undefined;
      if (isOfSession && ++beforeEnd > (sent.has("blind") ? 3 : 2))
        return `"${mail.subject}" is one mail more than a session has`;
      return undefined;
    };
    return () => {
      if (subject.wokeUp) {
        // The next may begin a moment before the end of the last is told, and that mail may be refused.
        wakes = Math.min(wakes + 1, 2);
        beforeEnd = 0;
        for (const [sort] of SORTS) sent.delete(sort);
      }
      // Today's hours, of which it was warned, end no session that a person takes over; its own may.
      if (subject.told.last.wakeByHand === subject.now && sent.delete("trouble")) beforeEnd--;
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
