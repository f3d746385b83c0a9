import { FUNCTION_ZIP } from "../../../sim/world/terraform/objects";
import { ChangeResourceRecordSetsCommand, Route53Client } from "@aws-sdk/client-route-53";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { decide } from "../../../handlers/keeper/decide";
import type { Action, Decision } from "../../../handlers/keeper/decision";
import type { Facts } from "../../../handlers/keeper/facts";
import { keeperFor } from "../../../handlers/keeper/keeper";
import { keeperSettings } from "../../../handlers/keeper/read-settings";
import type { Code } from "../../../sim/world/lambda/instances";
import { brokenBy, deciding, type Mistakes, remembering, rewrite, seeing, testMistakes, without } from "./mistakes";
import { withIpv6 } from "./with-ipv6";

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
  (told, now) => {
    const keeper = keeperFor(() => keeperSettings(told), now);
    return async (event: unknown) => {
      const { state } = await keeper(event);
      if (state !== when) return;
      const { address: Name, zoneId: HostedZoneId, region } = keeperSettings(told);
      const ResourceRecordSet = { Name, Type: "A" as const, TTL, ResourceRecords: [{ Value: "192.0.2.1" }] };
      await new Route53Client({ region }).send(
        new ChangeResourceRecordSetsCommand({
          HostedZoneId,
          ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] },
        }),
      );
    };
  };

const MISTAKES: Mistakes = {
  "takes the alarm queried for a query of now": {
    scenario: "by-hand",
    breaks: "c",
    keeper: seeing((facts, now) =>
      facts.alarms.queried && facts.group?.desired === 0 ? { ...facts, trigger: { name: "query", query: now } } : facts,
    ),
  },
  "forgets that a person called while it was up": {
    scenario: "just-in-time",
    breaks: "b",
    keeper: remembering(({ session, ...memory }) => ({
      ...memory,
      ...(session && { session: { ...session, calledAt: undefined } }),
    })),
  },
  "lets queries keep it up for ever": {
    scenario: "beside-a-loud-monitor",
    breaks: "c",
    keeper: seeing((facts, now) => (facts.alarms.queried ? { ...facts, hold: { until: now + 1 } } : facts)),
  },
  "shuts down a first download": {
    scenario: "first-download",
    breaks: "b",
    keeper: seeing((facts) => (facts.receivedBytes === undefined ? facts : { ...facts, receivedBytes: [] })),
  },
  "does not let a wake by hand pass what is ignored": {
    scenario: "beside-a-loud-monitor",
    breaks: "d",
    keeper: seeing(({ trigger, ...facts }) => {
      const isIgnored = trigger.command === "wake" && (facts.memory.emptySessions?.minutes ?? 0) > 60;
      return { ...facts, trigger: isIgnored ? { name: "look by hand" } : trigger };
    }),
  },
  "never forgets minutes in vain": {
    scenario: "strays",
    breaks: "d",
    keeper: seeing((facts, now) => {
      const { emptySessions } = facts.memory;
      return emptySessions === undefined
        ? facts
        : { ...facts, memory: { ...facts.memory, emptySessions: { ...emptySessions, at: now } } };
    }),
  },
  "ignores queries after the first session in vain": {
    scenario: "strays",
    breaks: "d",
    keeper: remembering(({ emptySessions, ...memory }) =>
      emptySessions === undefined ? memory : { ...memory, emptySessions: { ...emptySessions, minutes: 200 } },
    ),
  },
  "lets nobody through who insists": {
    scenario: "beside-monitors",
    breaks: "d",
    keeper: seeing((facts, now) => ({ ...facts, memory: { ...facts.memory, brokeThroughAt: now } })),
  },
  "forgets a wish that can't be followed at once": {
    scenario: "coming-back",
    breaks: "d",
    keeper: deciding((facts, now) => {
      const decision = decide(facts, now);
      const isBlocked = facts.group?.desired === 0 && !decision.actions.some((action) => action.do === "set capacity");
      return isBlocked ? { ...decision, memory: { ...decision.memory, pendingWake: undefined } } : decision;
    }),
  },
  "does not ignore queries that were in vain": {
    scenario: "monitor",
    breaks: "j",
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
    breaks: "d",
    keeper: deciding(withoutFailures),
  },
  "gives no word about a container that never runs, after a mail that AWS refused": {
    scenario: "refused-mail",
    breaks: "d",
    keeper: deciding(withoutFailures),
  },
  "does not hear queries on a day with a host outside its group": {
    scenario: "cleaned-up",
    breaks: "d",
    keeper: seeing((facts) =>
      facts.group?.desired === 0 && facts.memory.day.claimedMails.some((topic) => topic.startsWith("i-"))
        ? { ...facts, trigger: { name: "" }, alarms: { ...facts.alarms, queried: false } }
        : facts,
    ),
  },
  "leaves the record where it was": {
    scenario: "evenings",
    breaks: "e",
    keeper: deciding((facts, now) => {
      const decision = decide(facts, now);
      return { ...decision, actions: decision.actions.filter((action) => action.do !== "point record") };
    }),
  },
  "does not remember what it has told": {
    scenario: "evenings",
    breaks: "g",
    keeper: remembering((memory) => ({
      ...memory,
      session: memory.session && { ...memory.session, claimedMails: [] },
    })),
  },
  "tells at each look how many wakes were used": {
    scenario: "evenings",
    breaks: "g",
    keeper: deciding((facts, now) => {
      const decision = decide(facts, now);
      const mail: Action = { do: "mail", mail: { kind: "wakes used up", wakes: now }, why: "a mistake" };
      return { ...decision, actions: [...decision.actions, mail] };
    }),
  },
  "mails at each look what time it is": {
    scenario: "evenings",
    breaks: "g",
    keeper: (told, now) => {
      const keeper = keeperFor(() => keeperSettings(told), now);
      return async (event: unknown) => {
        await keeper(event);
        const { topicArn: TopicArn, region } = keeperSettings(told);
        const Subject = `valheim has looked at ${new Date(now()).toISOString()}`;
        await new SNSClient({ region }).send(new PublishCommand({ TopicArn, Subject, Message: Subject }));
      };
    },
  },
  "deletes the record when asleep": {
    scenario: "evenings",
    breaks: "i",
    keeper: writesRecord("asleep", "DELETE"),
  },
  "deletes the record when asleep, with a role that lets it": {
    scenario: "evenings",
    breaks: "e",
    keeper: writesRecord("asleep", "DELETE"),
    objects: rewrite("aws_iam_role_policy", "UPSERT", 'UPSERT\\",\\"DELETE'),
  },
  "lets resolvers remember for a day that nobody is there": {
    scenario: "evenings",
    breaks: "e",
    keeper: writesRecord("asleep", "UPSERT", 86_400),
  },
  "forgets the address of IPv6": {
    scenario: "evenings",
    breaks: "e",
    keeper: seeing((facts) => ({ ...facts, settings: { ...facts.settings, ipv6: false } })),
    objects: withIpv6,
  },
};

testMistakes("with-people", "keeper that", MISTAKES);

test("with an address of IPv6, and all the rest right, no promise is broken", async () => {
  expect(await brokenBy({ scenario: "evenings", objects: withIpv6 })).toBe("nothing");
});

test("where limits only tell, each day, and all the rest right, no promise is broken", async () => {
  const tells = rewrite(FUNCTION_ZIP, '"stop":true', '"stop":false', "keeper");
  const noLeftUp = without("aws_cloudwatch_metric_alarm", "leftup");
  expect(await brokenBy({ scenario: "past-the-limit", objects: (all) => noLeftUp(tells(all)) })).toBe("nothing");
});
