import type { LimitSettings } from "../../../shared/function-settings";
import { FUNCTION_ZIP } from "../../../sim/world/terraform/objects";
import { decide } from "../../../handlers/keeper/decide";
import { deciding, type Mistakes, remembering, rewrite, seeing, testMistakes } from "./mistakes";

/** What a day or a month may have, in the settings. */
const withoutLimit = (limit: keyof LimitSettings) =>
  seeing(({ settings, ...facts }) => ({
    ...facts,
    settings: { ...settings, limit: { ...settings.limit, [limit]: 1e9 } },
  }));

const MISTAKES: Mistakes = {
  "believes one blank list of tasks": {
    scenario: "blank-list",
    breaks: "h",
    keeper: seeing((facts, now) => {
      if (facts.cluster?.tasks.length !== 0) return facts;
      const drains = Object.keys(facts.memory.drains).map((host) => [host, { since: now - 4 * 60_000 }] as const);
      return { ...facts, memory: { ...facts.memory, tasks: {}, drains: Object.fromEntries(drains) } };
    }),
  },
  "believes an old answer of its group more than what it has set": {
    scenario: "old-group",
    breaks: "g",
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
    breaks: "c",
    keeper: deciding((facts, now) => {
      if (facts.unreadable !== undefined) throw new Error(`cannot read ${facts.unreadable.join(", ")}`);
      return decide(facts, now);
    }),
  },
  "wakes only once AWS has moved the service to its newest task definition": {
    scenario: "refused-wake",
    breaks: "d",
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
    breaks: "g",
    keeper: remembering((memory) => ({
      ...memory,
      day: { ...memory.day, claimedMails: memory.day.claimedMails.filter((topic) => topic !== "in vain") },
    })),
  },
  "mails each session that failed": {
    scenario: "image-pull",
    breaks: "g",
    keeper: remembering((memory) => ({
      ...memory,
      day: { ...memory.day, claimedMails: memory.day.claimedMails.filter((topic) => !topic.startsWith("failed")) },
    })),
  },
  "warns of a stop again and again": {
    scenario: "blind-host",
    breaks: "g",
    keeper: remembering(({ session, ...memory }) => ({
      ...memory,
      session: session && { ...session, claimedMails: session.claimedMails.filter((sort) => sort !== "trouble") },
    })),
  },
  "does not hear of backups": {
    scenario: "failed-backup",
    breaks: "m",
    keeper: seeing(({ trigger, ...facts }) => ({ ...facts, trigger: { ...trigger, failedJob: undefined } })),
  },
  "knows no limit of a day's traffic": {
    scenario: "downloads",
    breaks: "l",
    keeper: withoutLimit("trafficPerDayMiB"),
  },
  "knows no limit of a month's traffic": {
    scenario: "downloads",
    breaks: "l",
    keeper: withoutLimit("trafficPerMonthMiB"),
    objects: rewrite(FUNCTION_ZIP, '"trafficPerMonthMiB":153600', '"trafficPerMonthMiB":10240'),
  },
  "knows no limit of a day's hours": {
    scenario: "day-limit",
    breaks: "l",
    keeper: withoutLimit("perDayMinutes"),
  },
  "knows no limit of a month's hours": {
    scenario: "day-limit",
    breaks: "l",
    keeper: withoutLimit("perMonthMinutes"),
    objects: rewrite(FUNCTION_ZIP, '"perMonthMinutes":7200', '"perMonthMinutes":120'),
  },
  "does not count while its host saves": {
    scenario: "day-limit",
    breaks: "l",
    keeper: remembering((memory) => ({ ...memory, day: { ...memory.day, minutes: 0 } })),
  },
};

testMistakes("with-signals", "keeper that", MISTAKES);
