import type { Mail as Fields } from "../../../handlers/keeper/decision";
import { DAY, HOUR, type Instant, MINUTE } from "../../world/clock";
import type { Mail } from "../../world/timeline";
import { ignoredUntilIn, toldIn } from "../mails";
import type { Invariant } from "./invariant";

/** Mails of a session, each once: when it is up, when its host is blind, when it is about to be stopped, at its end. */
const OF_SESSION: readonly (Fields["kind"] | undefined)[] = ["up", "blind host", "stops soon", "asleep"];

/** Mails that belong to no session say each thing once a day: of each host, vault, limit and run. */
function topicOf(fields: Fields, day: string): string {
  const { kind, ...of } = { instanceId: "", limit: "", job: "", vault: "", service: "", dueAt: "", ...fields };
  return [day, kind, of.instanceId, of.limit, of.job, of.vault, of.service, of.dueAt].join(" ");
}

/** ECS's reasons begin with it; its other words name tasks and times: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html */
const ERROR_TYPE = /^\w+Error\b/;

/** What a mail says that no other one of its day will tell, and true if it says so. */
function silenceOf(fields: Fields): readonly [what: string, isSilent: boolean] {
  if (ignoredUntilIn(fields) !== undefined) return ["queries are ignored", true];
  if (fields.kind === "run failed") return [`runs of ${fields.service}`, fields.isLastToday];
  if (fields.kind !== "asleep") return [fields.kind, false];
  if (fields.emptySession !== undefined) return ["a session without players", true];
  const { ending, isLastToday = false } = fields;
  const stop = "stops" in ending ? ending.stops.at(-1) : undefined;
  // However the session ended, one cause is one thing.
  const cause =
    stop && [stop.code, ERROR_TYPE.exec(stop.reason)?.[0], ...stop.exits.map(({ exitCode }) => exitCode)].join(" ");
  return [cause ?? ending.kind, isLastToday];
}

export const fewMails: Invariant = {
  name: "few mails",
  sentence: "at most 3 mails of keeper per session (4 if it is blind), never a duplicate",
  watch: (subject) => {
    const sent = new Set<string>();
    let wakes = 0;
    let beforeEnd = 0;
    const judge = (mail: Mail): string | undefined => {
      const day = subject.settings.timeZone.day(mail.at).date;
      const fields = toldIn(mail);
      // Those of what is always on have a promise of their own.
      if (fields?.kind === "healed" || fields?.kind === "down") return undefined;
      const sort = OF_SESSION.find((kind) => kind === fields?.kind);
      const topic = sort ?? (fields && topicOf(fields, day));
      const [what, isSilent] = fields === undefined ? ["", false] : silenceOf(fields);
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
        // The next may begin a moment before the mail about the end of the last is sent, and that mail may be refused.
        wakes = Math.min(wakes + 1, 2);
        beforeEnd = 0;
        for (const sort of OF_SESSION) if (sort !== undefined) sent.delete(sort);
      }
      // Today's hours, of which it was warned, end no session that a person takes over; its own may.
      if (subject.chronicle.last.wakeByHand === subject.now && sent.delete("stops soon")) beforeEnd--;
      for (const mail of subject.chronicle.newMails) {
        const wrong = judge(mail);
        if (wrong !== undefined) return wrong;
      }
      // A look that began before ends within a minute.
      if (subject.now - subject.chronicle.last.memoryLost < MINUTE) {
        sent.clear();
        beforeEnd = 0;
      }
      return undefined;
    };
  },
};

export const allowedCalls: Invariant = {
  name: "allowed calls",
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

/** Counted while nobody is connected, nobody does anything by hand, and no container failed, as a mail says. */
export const cheapWhenEmpty: Invariant = {
  name: "cheap when empty",
  sentence: "a name queried every minute for a week with nobody playing costs under 10 hours of a host",
  watch: (subject) => {
    let hours: { readonly at: Instant; readonly used: number }[] = [];
    return () => {
      const { now, playUntil, world, chronicle } = subject;
      const { last } = chronicle;
      const newest = hours.at(-1)?.at ?? -Infinity;
      if (now - newest < HOUR) return undefined;
      if (
        subject.isAlways ||
        Math.max(playUntil, last.hand, last.wakeByHand, last.memoryLost, chronicle.failedAt, chronicle.holdUntil) >
          now - 8 * DAY ||
        subject.runs.openUntil > now - 8 * DAY
      )
        hours = [];
      hours = [...hours.filter(({ at }) => at > now - 7 * DAY - HOUR), { at: now, used: world.meter.hostHours }];
      const used = (hours.at(-1)?.used ?? 0) - (hours[0]?.used ?? 0);
      return used >= 10 ? `hosts ran ${used.toFixed(1)} hours in a week though nobody played` : undefined;
    };
  },
};
