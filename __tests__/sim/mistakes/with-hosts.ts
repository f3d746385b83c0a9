import { decide } from "../../../handlers/keeper/decide";
import type { Action } from "../../../handlers/keeper/decision";
import type { Facts } from "../../../handlers/keeper/facts";
import { keeperFor } from "../../../handlers/keeper/keeper";
import { TimeZone } from "../../../handlers/keeper/time-zone";
import { keeperSettings } from "../../../handlers/keeper/read-settings";
import { deciding, type Mistakes, remembering, seeing } from "./mistake";
import { inTimeZone } from "../edits";

/** What is to be seen but for hosts that are about to go. */
function withoutDying(facts: Facts): Facts {
  const { group, machines, cluster } = facts;
  const hosts = group?.hosts.filter(({ lifecycleState }) => !lifecycleState.startsWith("Terminat")) ?? [];
  const isThere = ({ instanceId }: { instanceId: string }): boolean =>
    hosts.some((host) => host.instanceId === instanceId);
  const clusterHosts = cluster?.hosts.filter(isThere) ?? [];
  const tasks = cluster?.tasks.filter(({ hostArn }) => clusterHosts.some(({ arn }) => arn === hostArn)) ?? [];
  return {
    ...facts,
    ...(group && { group: { ...group, hosts } }),
    ...(machines && { machines: machines.filter(isThere) }),
    ...(cluster && { cluster: { hosts: clusterHosts, tasks } }),
  };
}

const RESTARTED = { essential: ["valheim"], nonEssential: [], restartedWhenDone: ["valheim"] };

export const MISTAKES_WITH_HOSTS: Mistakes = {
  "wakes while a former host still terminates": {
    scenario: "slow-save",
    breaks: "one writer",
    keeper: deciding((facts, now) => {
      const real = decide(facts, now);
      const blind = decide(withoutDying(facts), now);
      const missing = [...new Set([...real.missing, ...blind.missing])];
      const isCare = ({ do: what }: Action): boolean => ["drain", "keep waiting", "release"].includes(what);
      const actions = [...blind.actions.filter((action) => !isCare(action)), ...real.actions.filter(isCare)];
      return { ...blind, missing, actions, memory: { ...blind.memory, drains: real.memory.drains } };
    }),
  },
  "drains the host that people play on": {
    scenario: "evenings",
    breaks: "nobody is cut off",
    keeper: deciding((facts, now) => {
      const decision = decide(facts, now);
      const good = facts.cluster?.hosts.find(({ registeredAt }) => now - registeredAt > 3_600_000);
      if (good === undefined || facts.group?.desired !== 1 || facts.alarms.idle) return decision;
      const drain: Action = { do: "drain", instanceId: good.instanceId, hostArn: good.arn, why: "a mistake" };
      return { ...decision, actions: [...decision.actions, drain] };
    }),
  },
  "lets a host go when no task shall run on it any more": {
    scenario: "coming-back",
    breaks: "time to save",
    keeper: seeing((facts) => {
      const draining = facts.cluster?.hosts.filter(({ status }) => status === "DRAINING").map(({ arn }) => arn) ?? [];
      const tasks = facts.cluster?.tasks.map((task) =>
        draining.includes(task.hostArn ?? "") ? { ...task, lastStatus: "STOPPED" } : task,
      );
      return facts.cluster === undefined || tasks === undefined
        ? facts
        : { ...facts, cluster: { ...facts.cluster, tasks } };
    }),
  },
  "never drains, and lets a dying host go at once": {
    scenario: "evenings",
    breaks: "time to save",
    keeper: deciding((facts, now) => {
      const { actions, ...decision } = decide(facts, now);
      const hasty = actions.map((action): Action =>
        action.do === "keep waiting" ? { ...action, do: "release" } : action,
      );
      return { ...decision, actions: hasty.filter((action) => action.do !== "drain") };
    }),
  },
  "never drains": {
    scenario: "two-by-hand",
    breaks: "one writer",
    keeper: deciding((facts, now) => {
      const decision = decide(facts, now);
      return { ...decision, actions: decision.actions.filter((action) => action.do !== "drain") };
    }),
  },
  "leaves it to DRAINING to stop tasks, where that does not": {
    scenario: "two-by-hand",
    breaks: "one writer",
    // A host that ECS does not list at once has its task before keeper can drain it.
    uncertain: { draining: "it does not", ecsLists: "up to 20 s later" },
    keeper: deciding((facts, now) => {
      const decision = decide(facts, now);
      return { ...decision, actions: decision.actions.filter((action) => action.do !== "stop task") };
    }),
  },
  "wakes so soon that the group's metric never shows a minute without a host": {
    scenario: "past-the-limit",
    breaks: "nobody is cut off",
    keeper: remembering((memory) => ({ ...memory, sleptAt: undefined })),
  },
  "does not look closely when something moves in a cluster that should be empty": {
    scenario: "two-by-hand",
    breaks: "one writer",
    keeper: seeing((facts) => ({ ...facts, trigger: { ...facts.trigger, ofCluster: undefined } })),
  },
  "takes an event for the truth: a task has stopped": {
    scenario: "lost-events",
    breaks: "nobody is cut off",
    keeper: deciding((facts, now) =>
      decide(
        facts.trigger.name === "task STOPPED" ? { ...facts, trigger: { name: "", command: "sleep" } } : facts,
        now,
      ),
    ),
  },
  "takes the alarm idle for the truth": {
    scenario: "coming-back",
    breaks: "asleep in time",
    keeper: deciding((facts, now) =>
      decide(
        facts.alarms.idle && facts.group?.desired === 1 ? { ...facts, trigger: { name: "", command: "sleep" } } : facts,
        now,
      ),
    ),
  },
  "judges by fewer points than idle.after": {
    scenario: "evenings",
    breaks: "nobody is cut off",
    keeper: seeing((facts) => ({
      ...facts,
      alarms: { ...facts.alarms, idle: true },
      settings: { ...facts.settings, idle: { ...facts.settings.idle, afterMinutes: 3 } },
    })),
  },
  "judges by fewer points in a session that a person began hours ago": {
    scenario: "cleaned-up",
    breaks: "nobody is cut off",
    keeper: seeing((facts) =>
      facts.memory.session?.why !== "from outside"
        ? facts
        : {
            ...facts,
            alarms: { ...facts.alarms, idle: true },
            settings: { ...facts.settings, idle: { ...facts.settings.idle, afterMinutes: 3 } },
          },
    ),
  },
  "counts the hours of UTC's days where players live in Los Angeles": {
    scenario: "day-limit",
    breaks: "nobody is cut off",
    objects: inTimeZone("America/Los_Angeles"),
    keeper: (configuration, now) =>
      keeperFor(() => ({ ...keeperSettings(configuration), timeZone: new TimeZone("UTC") }), now),
  },
  "does not rest after a crash loop": {
    scenario: "crash-loop",
    breaks: "asleep in time",
    keeper: remembering((memory) => ({ ...memory, restUntil: undefined })),
  },
  "does not rest when AWS has no host": {
    scenario: "no-capacity",
    breaks: "asleep in time",
    keeper: remembering((memory) => ({ ...memory, restUntil: undefined })),
  },
  "takes three tasks that failed to start within a minute for a crash loop": {
    scenario: "late-registry",
    breaks: "asleep in time",
    keeper: seeing((facts) => {
      const tasks = facts.cluster?.tasks.map((task) =>
        task.stopCode === "TaskFailedToStart" ? { ...task, stopCode: "EssentialContainerExited" } : task,
      );
      return facts.cluster && tasks ? { ...facts, cluster: { ...facts.cluster, tasks } } : facts;
    }),
  },
  "starts again what has ended by itself": {
    scenario: "autostop",
    breaks: "asleep in time",
    keeper: seeing((facts) => ({ ...facts, settings: { ...facts.settings, services: RESTARTED } })),
  },
  "never stops waiting for capacity": {
    scenario: "no-capacity",
    breaks: "a query wakes",
    keeper: seeing((facts, now) =>
      facts.memory.session === undefined
        ? facts
        : { ...facts, memory: { ...facts.memory, session: { ...facts.memory.session, hostSeenAt: now } } },
    ),
  },
  "asks for the revision that runs while people play, where AWS takes that for a deployment": {
    scenario: "evenings",
    breaks: "an apply ends no session",
    uncertain: { sameRevision: "it does" },
    keeper: deciding((facts, now) => {
      const { actions, ...decision } = decide(facts, now);
      const update: Action = { do: "update service", force: false, why: "a mistake" };
      const isPlayed = facts.cluster?.tasks.some(({ startedAt = now }) => now - startedAt > 600_000) ?? false;
      return { ...decision, actions: facts.group?.desired === 1 && isPlayed ? [update, ...actions] : actions };
    }),
  },
  "moves the service to a new task definition while people play": {
    scenario: "apply-while-playing",
    breaks: "an apply ends no session",
    keeper: deciding((facts, now) => {
      const { actions, ...decision } = decide(facts, now);
      const update: Action = { do: "update service", force: false, why: "there is a newer one" };
      return { ...decision, actions: facts.group?.desired === 1 ? [update, ...actions] : actions };
    }),
  },
};
