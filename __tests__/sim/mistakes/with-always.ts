import { PLACEHOLDER } from "../../../shared/address";
import { decide } from "../../../handlers/keeper/decide";
import type { Action } from "../../../handlers/keeper/decision";
import type { Facts } from "../../../handlers/keeper/facts";
import type { Memory } from "../../../handlers/keeper/memory";
import { deciding, type Mistakes, remembering, seeing } from "./mistake";

const acting = (change: (actions: readonly Action[], facts: Facts) => readonly Action[]) =>
  deciding((facts, now) => {
    const decision = decide(facts, now);
    return { ...decision, actions: change(decision.actions, facts) };
  });
const withSettings = (settings: Partial<Facts["settings"]>) =>
  seeing((facts) => ({ ...facts, settings: { ...facts.settings, ...settings } }));
const inSession = (change: Partial<NonNullable<Memory["session"]>>) =>
  remembering((memory) => ({ ...memory, ...(memory.session && { session: { ...memory.session, ...change } }) }));
const NEVER = { stops: 1e6, withinMinutes: 15, restMinutes: 60 };

export const MISTAKES_WITH_ALWAYS: Mistakes = {
  "looks after a host that has run only at half past": {
    scenario: "host-lost-at-night",
    breaks: "replaced in time",
    keeper: deciding((facts, now) => {
      const decision = decide(facts, now);
      const minute = new Date(now).getUTCMinutes();
      const isIdle = decision.missing.length === 0 && facts.memory.session?.ranAt !== undefined;
      return isIdle && (minute < 30 || minute > 36) ? { ...decision, actions: [], memory: facts.memory } : decision;
    }),
  },
  "does not see that an agent is silent": {
    scenario: "silent-agent",
    breaks: "replaced in time",
    keeper: seeing(({ cluster, ...facts }) => ({
      ...facts,
      ...(cluster && {
        cluster: { ...cluster, hosts: cluster.hosts.map((host) => ({ ...host, agentConnected: true })) },
      }),
    })),
  },
  "does not wait for a host that may still write": {
    scenario: "host-lost-at-night",
    breaks: "one writer",
    keeper: withSettings({ hasFileSystems: false }),
  },
  "waits where nothing is written": {
    scenario: "nothing-to-wait-for",
    breaks: "replaced in time",
    keeper: acting((actions, { group }) =>
      group?.hosts.length === 0
        ? actions
        : actions.filter((action) => action.do !== "set capacity" || action.desired === 0),
    ),
  },
  "replaces a host at each crash": {
    scenario: "hangs",
    breaks: "never stopped",
    keeper: withSettings({ crashLoop: { ...NEVER, stops: 1 } }),
  },
  "keeps a host that can start nothing": {
    scenario: "broken-disk",
    breaks: "replaced in time",
    keeper: withSettings({ crashLoop: NEVER, startupTimeoutMinutes: 1e6 }),
  },
  "replaces hosts as often as nothing runs": {
    scenario: "broken-on-every-host",
    breaks: "bounded hosts",
    keeper: remembering((memory) => ({ ...memory, replacedAt: undefined, waitUntil: undefined })),
  },
  "tells at each look that it is down": {
    scenario: "broken-on-every-host",
    breaks: "incidents are reported",
    keeper: remembering(({ day, ...memory }) => ({
      ...memory,
      day: { ...day, claimedMails: day.claimedMails.filter((topic) => !topic.startsWith("down")) },
    })),
  },
  "never tells that it was away": {
    scenario: "host-lost-at-night",
    breaks: "incidents are reported",
    keeper: acting((actions) => actions.filter((action) => action.do !== "mail" || action.mail.kind !== "healed")),
  },
  "never tells that it is down": {
    scenario: "broken-on-every-host",
    breaks: "incidents are reported",
    keeper: acting((actions) => actions.filter((action) => action.do !== "mail" || action.mail.kind !== "down")),
  },
  "forgets that a person has stopped it": {
    scenario: "stopped-for-a-restore",
    breaks: "never stopped",
    keeper: remembering((memory) => ({ ...memory, stoppedByHand: undefined })),
  },
  "sleeps at night, as nobody is connected": {
    scenario: "host-lost-at-night",
    breaks: "never stopped",
    keeper: deciding((facts, now) =>
      facts.group?.desired === 1 && facts.memory.session?.ranAt !== undefined && now - facts.memory.session.ranAt > 36e5
        ? decide({ ...facts, trigger: { name: "", command: "sleep" } }, now)
        : decide(facts, now),
    ),
  },
  "takes its address out of the record while it only starts again": {
    scenario: "deployed-now",
    breaks: "the record is right",
    keeper: acting((actions, { cluster, memory }) =>
      cluster !== undefined &&
      memory.session?.ranAt &&
      !cluster.tasks.some(({ lastStatus }) => lastStatus === "RUNNING")
        ? [...actions, { do: "point record", values: { a: PLACEHOLDER.a }, why: "it is away" }]
        : actions,
    ),
  },
  "counts the hours of what never slept when it is to sleep again": {
    scenario: "to-and-fro",
    breaks: "nobody is cut off",
    keeper: inSession({ alwaysUntil: undefined }),
  },
};
