import type { LimitSettings } from "../../../shared/function-settings";
import type { Action } from "../../../handlers/keeper/decision";
import { decide } from "../../../handlers/keeper/decide";
import { editSettings } from "../edits";
import { deciding, type Mistakes, remembering, seeing } from "./mistake";

/** What a day or a month may have, in the settings. */
const withoutLimit = (limit: keyof LimitSettings) =>
  seeing(({ settings, ...facts }) => ({
    ...facts,
    settings: { ...settings, limit: { ...settings.limit, [limit]: 1e9 } },
  }));

const isFailure = (topic: string): boolean => topic.startsWith("failed");

/** The same failure, as if no task had run in time. */
function asNotReady(action: Action): Action {
  if (action.do !== "mail" || action.mail.kind !== "asleep" || action.mail.ending.kind !== "crash loop") return action;
  const ending = { ...action.mail.ending, kind: "not ready", placementProblem: "" } as const;
  return { ...action, mail: { ...action.mail, ending } };
}

export const MISTAKES_WITH_SIGNALS: Mistakes = {
  "believes one blank list of tasks": {
    scenario: "blank-list",
    breaks: "time to save",
    keeper: seeing((facts, now) => {
      if (facts.cluster?.tasks.length !== 0) return facts;
      const drains = Object.keys(facts.memory.drains).map((host) => [host, { since: now - 4 * 60_000 }] as const);
      return { ...facts, memory: { ...facts.memory, tasks: {}, drains: Object.fromEntries(drains) } };
    }),
  },
  "believes an old answer of its group more than what it has set": {
    scenario: "past-the-limit",
    breaks: "nobody is cut off",
    keeper: seeing(({ trigger, memory, ...facts }) => ({
      ...facts,
      trigger: { ...trigger, capacity: undefined },
      memory: {
        ...memory,
        sleptAt: undefined,
        session: memory.session && { ...memory.session, upAt: memory.session.upAt && 0 },
      },
    })),
  },
  "ends its look at what it can't read": {
    scenario: "blind-to-hosts",
    breaks: "asleep in time",
    keeper: deciding((facts, now) => {
      if (facts.unreadable !== undefined) throw new Error(`cannot read ${facts.unreadable.join(", ")}`);
      return decide(facts, now);
    }),
  },
  "wakes only once AWS has moved the service to its newest task definition": {
    scenario: "refused-wake",
    breaks: "a query wakes",
    keeper: deciding((facts, now) => {
      const decision = decide(facts, now);
      const update = decision.actions.filter(({ do: what }) => what === "update service");
      return update.length > 0 && facts.group?.desired === 0
        ? { ...decision, actions: update, memory: facts.memory }
        : decision;
    }),
  },
  "mails each session that was in vain": {
    scenario: "monitor",
    breaks: "few mails",
    keeper: remembering((memory) => ({
      ...memory,
      day: { ...memory.day, claimedMails: memory.day.claimedMails.filter((topic) => topic !== "in vain") },
    })),
  },
  "mails each session that failed": {
    scenario: "image-pull",
    breaks: "few mails",
    keeper: remembering((memory) => ({
      ...memory,
      day: { ...memory.day, claimedMails: memory.day.claimedMails.filter((topic) => !isFailure(topic)) },
    })),
  },
  "mails a failure of one cause again, as if its session had ended otherwise": {
    scenario: "image-pull",
    breaks: "few mails",
    keeper: deciding((facts, now) => {
      const { memory } = facts;
      // The mail about the third failure said that further ones are not reported.
      if (memory.failures?.length !== 3) return decide(facts, now);
      const day = { ...memory.day, claimedMails: memory.day.claimedMails.filter((topic) => !isFailure(topic)) };
      const decision = decide({ ...facts, memory: { ...memory, day } }, now);
      return { ...decision, actions: decision.actions.map(asNotReady) };
    }),
  },
  "warns of a stop again and again": {
    scenario: "blind-host",
    breaks: "few mails",
    keeper: remembering(({ session, ...memory }) => ({
      ...memory,
      session: session && { ...session, claimedMails: session.claimedMails.filter((sort) => sort !== "trouble") },
    })),
  },
  "does not hear of backups": {
    scenario: "failed-backup",
    breaks: "failed backups are reported",
    keeper: seeing(({ trigger, ...facts }) => ({ ...facts, trigger: { ...trigger, failedJob: undefined } })),
  },
  "knows no limit of a day's traffic": {
    scenario: "downloads",
    breaks: "usage limits",
    keeper: withoutLimit("trafficPerDayMiB"),
  },
  "knows no limit of a month's traffic": {
    scenario: "downloads",
    breaks: "usage limits",
    keeper: withoutLimit("trafficPerMonthMiB"),
    objects: editSettings("keeper", "limit.trafficPerMonthMiB", 10_240),
  },
  "knows no limit of a day's hours": {
    scenario: "day-limit",
    breaks: "usage limits",
    keeper: withoutLimit("perDayMinutes"),
  },
  "knows no limit of a month's hours": {
    scenario: "day-limit",
    breaks: "usage limits",
    keeper: withoutLimit("perMonthMinutes"),
    objects: editSettings("keeper", "limit.perMonthMinutes", 120),
  },
  "does not count while its host saves": {
    scenario: "day-limit",
    breaks: "usage limits",
    keeper: remembering((memory) => ({ ...memory, day: { ...memory.day, minutes: 0 } })),
  },
};
