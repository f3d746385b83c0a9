import { ChangeResourceRecordSetsCommand, Route53Client } from "@aws-sdk/client-route-53";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { decide } from "../../../handlers/keeper/decide";
import type { Action, Decision } from "../../../handlers/keeper/decision";
import type { Facts } from "../../../handlers/keeper/facts";
import { keeperFor } from "../../../handlers/keeper/keeper";
import { keeperSettings } from "../../../handlers/keeper/read-settings";
import type { Code } from "../../../sim/world/lambda/instances";
import { deciding, type Mistakes, remembering, seeing } from "./mistake";
import { editCondition } from "../edits";
import { withIpv6 } from "../world/with-ipv6";

/** The rules, without the mail of a container that does not run. */
function withoutFailures(facts: Facts, now: number): Decision {
  const decision = decide(facts, now);
  const isFailure = (kind: string): boolean => kind === "crash loop" || kind === "not ready";
  return {
    ...decision,
    actions: decision.actions.filter(
      (action) => action.do !== "mail" || action.mail.kind !== "asleep" || !isFailure(action.mail.ending.kind),
    ),
  };
}

/** Keeper that writes the record once more, wrong, when it says that state. */
const writesRecord =
  (when: string, Action: "DELETE" | "UPSERT", TTL = 30): Code =>
  (configuration, now) => {
    const keeper = keeperFor(() => keeperSettings(configuration), now);
    return async (event: unknown) => {
      const { state } = await keeper(event);
      if (state !== when) return;
      const { address: Name, zoneId: HostedZoneId, region } = keeperSettings(configuration);
      const ResourceRecordSet = { Name, Type: "A" as const, TTL, ResourceRecords: [{ Value: "192.0.2.1" }] };
      await new Route53Client({ region }).send(
        new ChangeResourceRecordSetsCommand({
          HostedZoneId,
          ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] },
        }),
      );
    };
  };

export const MISTAKES_WITH_PEOPLE: Mistakes = {
  "takes the alarm queried for a query of now": {
    scenario: "by-hand",
    breaks: "asleep in time",
    keeper: seeing((facts, now) =>
      facts.alarms.queried && facts.group?.desired === 0 ? { ...facts, trigger: { name: "query", query: now } } : facts,
    ),
  },
  "forgets that a person called while it was up": {
    scenario: "just-in-time",
    breaks: "nobody is cut off",
    keeper: remembering(({ session, ...memory }) => ({
      ...memory,
      ...(session && { session: { ...session, calledAt: undefined } }),
    })),
  },
  "lets queries keep it up without end": {
    scenario: "beside-a-loud-monitor",
    breaks: "asleep in time",
    keeper: seeing((facts, now) => (facts.alarms.queried ? { ...facts, hold: { until: now + 1 } } : facts)),
  },
  "shuts down a first download": {
    scenario: "first-download",
    breaks: "nobody is cut off",
    keeper: seeing((facts) => (facts.receivedBytes === undefined ? facts : { ...facts, receivedBytes: [] })),
  },
  "does not let a wake by hand pass what is ignored": {
    scenario: "beside-a-loud-monitor",
    breaks: "a query wakes",
    keeper: seeing(({ trigger, ...facts }) => {
      const isIgnored = trigger.command === "wake" && (facts.memory.emptySessions?.minutes ?? 0) > 60;
      return { ...facts, trigger: isIgnored ? { name: "look by hand" } : trigger };
    }),
  },
  "never forgets minutes in vain": {
    scenario: "strays",
    breaks: "a query wakes",
    keeper: seeing((facts, now) => {
      const { emptySessions } = facts.memory;
      return emptySessions === undefined
        ? facts
        : { ...facts, memory: { ...facts.memory, emptySessions: { ...emptySessions, at: now } } };
    }),
  },
  "ignores queries after the first session in vain": {
    scenario: "strays",
    breaks: "a query wakes",
    keeper: remembering(({ emptySessions, ...memory }) =>
      emptySessions === undefined ? memory : { ...memory, emptySessions: { ...emptySessions, minutes: 200 } },
    ),
  },
  "lets nobody through who insists": {
    scenario: "beside-monitors",
    breaks: "a query wakes",
    keeper: seeing((facts, now) => ({ ...facts, memory: { ...facts.memory, brokeThroughAt: now } })),
  },
  "forgets a wish that can't be followed at once": {
    scenario: "coming-back",
    breaks: "a query wakes",
    keeper: deciding((facts, now) => {
      const decision = decide(facts, now);
      const isBlocked = facts.group?.desired === 0 && !decision.actions.some((action) => action.do === "set capacity");
      return isBlocked ? { ...decision, memory: { ...decision.memory, pendingWake: undefined } } : decision;
    }),
  },
  "does not ignore queries that were in vain": {
    scenario: "monitor",
    breaks: "cheap when empty",
    keeper: deciding((facts, now) => {
      const { memory, actions, ...decision } = decide(facts, now);
      const calm = actions.map((action) =>
        action.do === "mail" && action.mail.kind === "asleep"
          ? { ...action, mail: { ...action.mail, emptySession: undefined } }
          : action,
      );
      return { ...decision, actions: calm, memory: { ...memory, emptySessions: undefined } };
    }),
  },
  "gives no word about a container that never runs": {
    scenario: "image-pull",
    breaks: "a query wakes",
    keeper: deciding(withoutFailures),
  },
  "gives no word about a container that never runs, after a mail that AWS refused": {
    scenario: "refused-mail",
    breaks: "a query wakes",
    keeper: deciding(withoutFailures),
  },
  "does not hear queries on a day with a host outside its group": {
    scenario: "cleaned-up",
    breaks: "a query wakes",
    keeper: seeing((facts) =>
      facts.group?.desired === 0 && facts.memory.day.claimedMails.some((topic) => topic.startsWith("i-"))
        ? { ...facts, trigger: { name: "" }, alarms: { ...facts.alarms, queried: false } }
        : facts,
    ),
  },
  "leaves the record where it was": {
    scenario: "evenings",
    breaks: "the record is right",
    keeper: deciding((facts, now) => {
      const decision = decide(facts, now);
      return { ...decision, actions: decision.actions.filter((action) => action.do !== "point record") };
    }),
  },
  "does not remember what it has reported": {
    scenario: "evenings",
    breaks: "few mails",
    keeper: remembering((memory) => ({
      ...memory,
      session: memory.session && { ...memory.session, claimedMails: [] },
    })),
  },
  "tells at each look how many wakes were used": {
    scenario: "evenings",
    breaks: "few mails",
    keeper: deciding((facts, now) => {
      const decision = decide(facts, now);
      const mail: Action = { do: "mail", mail: { kind: "wakes used up", wakes: now }, why: "a mistake" };
      return { ...decision, actions: [...decision.actions, mail] };
    }),
  },
  "mails at each look what time it is": {
    scenario: "evenings",
    breaks: "few mails",
    keeper: (configuration, now) => {
      const keeper = keeperFor(() => keeperSettings(configuration), now);
      return async (event: unknown) => {
        await keeper(event);
        const { topicArn: TopicArn, region } = keeperSettings(configuration);
        const Subject = `valheim has looked at ${new Date(now()).toISOString()}`;
        await new SNSClient({ region }).send(new PublishCommand({ TopicArn, Subject, Message: Subject }));
      };
    },
  },
  "deletes the record when asleep": {
    scenario: "evenings",
    breaks: "allowed calls",
    keeper: writesRecord("asleep", "DELETE"),
  },
  "deletes the record when asleep, with a role that lets it": {
    scenario: "evenings",
    breaks: "the record is right",
    keeper: writesRecord("asleep", "DELETE"),
    objects: editCondition("ForAllValues:StringEquals", "route53:ChangeResourceRecordSetsActions", [
      "UPSERT",
      "DELETE",
    ]),
  },
  "lets resolvers remember for a day that nobody is there": {
    scenario: "evenings",
    breaks: "the record is right",
    keeper: writesRecord("asleep", "UPSERT", 86_400),
  },
  "forgets the address of IPv6": {
    scenario: "evenings",
    breaks: "the record is right",
    keeper: seeing((facts) => ({ ...facts, settings: { ...facts.settings, ipv6: false } })),
    objects: withIpv6,
  },
};
