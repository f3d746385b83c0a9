import { ChangeResourceRecordSetsCommand, Route53Client } from "@aws-sdk/client-route-53";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { decide } from "../../../handlers/keeper/decide";
import type { Action, Decision } from "../../../handlers/keeper/decision";
import type { Facts } from "../../../handlers/keeper/facts";
import { keeperFor } from "../../../handlers/keeper/keeper";
import type { Memory } from "../../../handlers/keeper/memory";
import { objectsOf, readRecorded } from "../../../sim/demo/state";
import { BrokenPromise, PROMISES } from "../../../sim/prove/promise";
import { prove } from "../../../sim/prove/prove";
import { SCENARIOS } from "../../../sim/scenarios";
import type { Code } from "../../../sim/world/functions";
import type { AppliedObject } from "../../../sim/world/objects";

/*
 * Whether the promises bite: each of these mistakes, in keeper or in what Terraform applied, must break the promise
 * that is named, in the scenario that is named. Without it all scenarios keep all promises (scenarios.test.ts).
 */

jest.setTimeout(60_000);
const applied = objectsOf(readRecorded());

interface Mistake {
  readonly scenario: string;
  readonly breaks: string;
  readonly keeper?: Code;
  readonly objects?: (objects: readonly AppliedObject[]) => readonly AppliedObject[];
}

/** Keeper with other rules. */
const deciding =
  (rules: (facts: Facts, now: number) => Decision): Code =>
  (environment, now) =>
    keeperFor(environment, now, rules);

/** Keeper that sees something else than what is. */
const seeing = (change: (facts: Facts, now: number) => Facts): Code =>
  deciding((facts, now) => decide(change(facts, now), now));

/** Keeper that remembers something else than it should. */
const remembering = (change: (memory: Memory) => Memory): Code =>
  deciding((facts, now) => {
    const decision = decide(facts, now);
    return { ...decision, memory: change(decision.memory) };
  });

/** Another text somewhere in the attributes of a type's objects. */
const rewrite =
  (type: string, from: string | RegExp, to: string, id = "") =>
  (objects: readonly AppliedObject[]) => {
    const changed = objects.map((object) => {
      if (object.type !== type || !object.id.includes(id)) return object;
      return { ...object, ...(JSON.parse(JSON.stringify(object).replaceAll(from, to)) as AppliedObject) };
    });
    if (JSON.stringify(changed) === JSON.stringify(objects)) throw new Error(`nothing to rewrite in ${type}`);
    return changed;
  };

/** As above, in what is base64. */
const rewriteScript = (from: string, to: string) => (objects: readonly AppliedObject[]) =>
  objects.map((object) => {
    const { user_data } = object.attributes;
    if (typeof user_data !== "string") return object;
    const script = Buffer.from(user_data, "base64").toString();
    if (!script.includes(from)) throw new Error(`nothing to rewrite in the boot script`);
    const changed = Buffer.from(script.replace(from, to)).toString("base64");
    return { ...object, attributes: { ...object.attributes, user_data: changed } };
  });

const without = (type: string, id: string) => (objects: readonly AppliedObject[]) => {
  const left = objects.filter((object) => object.type !== type || !object.id.includes(id));
  if (left.length === objects.length) throw new Error(`no ${type} ${id}`);
  return left;
};

const inRegion = (type: string, id: string, region: string) => (objects: readonly AppliedObject[]) =>
  objects.map((object) =>
    object.type === type && object.id.includes(id)
      ? { ...object, region, attributes: { ...object.attributes, region } }
      : object,
  );

/** The same with `ipv6: true`. */
function withIpv6(objects: readonly AppliedObject[]): readonly AppliedObject[] {
  const keeper = rewrite("aws_lambda_function", '"IPV6":"false"', '"IPV6":"true"', "keeper");
  const role = rewrite(
    "aws_iam_role_policy",
    'RecordTypes\\":[\\"A\\"',
    'RecordTypes\\":[\\"A\\",\\"AAAA\\"',
    "keeper",
  );
  const template = rewrite("aws_launch_template", '"ipv6_address_count":null', '"ipv6_address_count":1');
  return template(role(keeper(objects))).flatMap((object) => {
    if (object.type !== "aws_route53_record" || object.attributes["type"] !== "A") return [object];
    const attributes = { ...object.attributes, type: "AAAA", records: ["100::1"] };
    return [object, { ...object, id: `${object.id}AAA`, attributes }];
  });
}

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
  (environment, now) => {
    const keeper = keeperFor(environment, now);
    return async (event: unknown) => {
      const { state } = await keeper(event);
      if (state !== when) return;
      const { ADDRESS: Name, ZONE_ID: HostedZoneId, REGION: region } = environment;
      const ResourceRecordSet = { Name, Type: "A" as const, TTL, ResourceRecords: [{ Value: "192.0.2.1" }] };
      await new Route53Client({ region }).send(
        new ChangeResourceRecordSetsCommand({
          HostedZoneId,
          ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] },
        }),
      );
    };
  };

const KEEPER: Readonly<Record<string, Mistake>> = {
  "wakes while a former host still terminates": {
    scenario: "slow-save",
    breaks: "a",
    keeper: deciding((facts, now) => {
      const real = decide(facts, now);
      const blind = decide(withoutDying(facts), now);
      const missing = [...new Set([...real.missing, ...blind.missing])];
      const isCare = ({ do: what }: Action): boolean => ["drain", "keep waiting", "let go"].includes(what);
      const actions = [...blind.actions.filter((action) => !isCare(action)), ...real.actions.filter(isCare)];
      return { ...blind, missing, actions, memory: { ...blind.memory, drains: real.memory.drains } };
    }),
  },
  "drains the host that people play on": {
    scenario: "evenings",
    breaks: "b",
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
    breaks: "h",
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
    breaks: "h",
    keeper: deciding((facts, now) => {
      const { actions, ...decision } = decide(facts, now);
      const hasty = actions.map((action): Action =>
        action.do === "keep waiting" ? { ...action, do: "let go" } : action,
      );
      return { ...decision, actions: hasty.filter((action) => action.do !== "drain") };
    }),
  },
  "never drains": {
    scenario: "console-meddling",
    breaks: "a",
    keeper: deciding((facts, now) => {
      const decision = decide(facts, now);
      return { ...decision, actions: decision.actions.filter((action) => action.do !== "drain") };
    }),
  },
  "wakes so soon that the group's metric never shows a minute without a host": {
    scenario: "past-the-limit",
    breaks: "b",
    keeper: remembering((memory) => ({ ...memory, sleptAt: undefined })),
  },
  "does not look closely when something moves in a cluster that should be empty": {
    scenario: "two-by-hand",
    breaks: "a",
    keeper: seeing((facts) => ({ ...facts, trigger: { ...facts.trigger, ofCluster: undefined } })),
  },
  "takes an event for the truth: a task has stopped": {
    scenario: "lost-events",
    breaks: "b",
    keeper: deciding((facts, now) =>
      decide(
        facts.trigger.name === "task STOPPED" ? { ...facts, trigger: { name: "", command: "sleep" } } : facts,
        now,
      ),
    ),
  },
  "takes the alarm idle for the truth": {
    scenario: "coming-back",
    breaks: "c",
    keeper: deciding((facts, now) =>
      decide(
        facts.alarms.idle && facts.group?.desired === 1 ? { ...facts, trigger: { name: "", command: "sleep" } } : facts,
        now,
      ),
    ),
  },
  "takes the alarm queried for a query of now": {
    scenario: "by-hand",
    breaks: "c",
    keeper: seeing((facts, now) =>
      facts.alarms.queried && facts.group?.desired === 0 ? { ...facts, trigger: { name: "query", query: now } } : facts,
    ),
  },
  "judges by fewer points than idle.after": {
    scenario: "evenings",
    breaks: "b",
    keeper: seeing((facts) => ({
      ...facts,
      alarms: { ...facts.alarms, idle: true },
      settings: { ...facts.settings, idleMinutes: 3 },
    })),
  },
  "judges by fewer points in a session that a person began hours ago": {
    scenario: "cleaned-up",
    breaks: "b",
    keeper: seeing((facts) =>
      facts.memory.session?.why !== "from outside"
        ? facts
        : {
            ...facts,
            alarms: { ...facts.alarms, idle: true },
            settings: { ...facts.settings, idleMinutes: 3 },
          },
    ),
  },
  "lets queries keep it up for ever": {
    scenario: "monitored-evening",
    breaks: "c",
    keeper: seeing((facts, now) => (facts.alarms.queried ? { ...facts, hold: { until: now + 1 } } : facts)),
  },
  "forgets a wish that can't be followed at once": {
    scenario: "coming-back",
    breaks: "d",
    keeper: deciding((facts, now) => {
      const decision = decide(facts, now);
      const isBlocked = facts.group?.desired === 0 && !decision.actions.some((action) => action.do === "set capacity");
      return isBlocked ? { ...decision, memory: { ...decision.memory, wanted: undefined } } : decision;
    }),
  },
  "does not rest after a crash loop": {
    scenario: "crash-loop",
    breaks: "c",
    keeper: remembering((memory) => ({ ...memory, restUntil: undefined })),
  },
  "does not ignore queries that were in vain": {
    scenario: "monitor",
    breaks: "j",
    keeper: deciding((facts, now) => {
      const { memory, actions, ...decision } = decide(facts, now);
      const calm = actions.map((action) =>
        action.do === "mail" && action.mail.kind === "asleep"
          ? { ...action, mail: { ...action.mail, inVain: undefined } }
          : action,
      );
      return { ...decision, actions: calm, memory: { ...memory, ignoreUntil: undefined, vainSessions: 0 } };
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
      facts.group?.desired === 0 && facts.memory.day.told.some((topic) => topic.startsWith("i-"))
        ? { ...facts, trigger: { name: "" }, alarms: { ...facts.alarms, queried: false } }
        : facts,
    ),
  },
  "waits for capacity for ever": {
    scenario: "no-capacity",
    breaks: "d",
    keeper: seeing((facts, now) =>
      facts.memory.session === undefined
        ? facts
        : { ...facts, memory: { ...facts.memory, session: { ...facts.memory.session, hostSeenAt: now } } },
    ),
  },
  "moves the service to a new task definition while people play": {
    scenario: "apply-while-playing",
    breaks: "k",
    keeper: deciding((facts, now) => {
      const { actions, ...decision } = decide(facts, now);
      const update: Action = { do: "update service", force: false, why: "there is a newer one" };
      return { ...decision, actions: facts.group?.desired === 1 ? [update, ...actions] : actions };
    }),
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
    keeper: remembering((memory) => ({ ...memory, session: memory.session && { ...memory.session, told: [] } })),
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
    keeper: (environment, now) => {
      const keeper = keeperFor(environment, now);
      return async (event: unknown) => {
        await keeper(event);
        const { TOPIC_ARN: TopicArn, REGION: region } = environment;
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

const APPLIED: Readonly<Record<string, Mistake>> = {
  "a task definition without its grace period, on a host with the usual one": {
    scenario: "slow-save",
    breaks: "h",
    objects: (objects) =>
      rewriteScript(
        "ECS_CONTAINER_STOP_TIMEOUT=120s",
        "",
      )(rewrite("aws_ecs_task_definition", /\\"stopTimeout\\":120,/g, "")(objects)),
  },
  "a hook that is shorter than the save": {
    scenario: "coming-back",
    breaks: "h",
    objects: rewrite("aws_autoscaling_group", '"heartbeat_timeout":900', '"heartbeat_timeout":60'),
  },
  "no hook at all": {
    scenario: "console-meddling",
    breaks: "h",
    objects: (objects) =>
      rewriteScript(
        " container-stop.service packets",
        " packets",
      )(rewrite("aws_autoscaling_group", /"initial_lifecycle_hook":\[.*?\]/g, '"initial_lifecycle_hook":[]')(objects)),
  },
  "no hook, on a host that stops its container itself": {
    scenario: "evenings",
    breaks: "h",
    objects: rewrite("aws_autoscaling_group", /"initial_lifecycle_hook":\[.*?\]/g, '"initial_lifecycle_hook":[]'),
  },
  "a host that does not stop its container before its volumes go": {
    scenario: "console-meddling",
    breaks: "h",
    objects: rewriteScript(" container-stop.service packets", " packets"),
  },
  "a host that does not see that it is terminated": {
    scenario: "saves-by-itself",
    breaks: "h",
    objects: rewriteScript(" termination.service", ""),
  },
  "Auto Scaling replaces unhealthy hosts by itself": {
    scenario: "unhealthy-host",
    breaks: "a",
    objects: rewrite("aws_autoscaling_group", /"suspended_processes":\[.*?\]/g, '"suspended_processes":[]'),
  },
  "the log group's ARN without its end, as source of wake's permission": {
    scenario: "evenings",
    breaks: "d",
    objects: rewrite("aws_lambda_permission", "/aws/route53/games/valheim:*", "/aws/route53/games/valheim"),
  },
  "no permission for the schedule": {
    scenario: "hold",
    breaks: "c",
    objects: without("aws_lambda_permission", "schedule"),
  },
  "the alarm queried in the wrong region, where wake can't call keeper": {
    scenario: "one-way",
    breaks: "d",
    objects: inRegion("aws_cloudwatch_metric_alarm", "queried", "us-east-1"),
  },
  "the alarm idle in the wrong region": {
    scenario: "evenings",
    breaks: "c",
    objects: inRegion("aws_cloudwatch_metric_alarm", "idle", "us-east-1"),
  },
  "a wrong dimension of Packets": {
    scenario: "evenings",
    breaks: "c",
    objects: rewriteScript("CONTAINER=valheim", "CONTAINER=world"),
  },
  "a host that may not put its packets": {
    scenario: "evenings",
    breaks: "c",
    objects: rewrite("aws_iam_role_policy", "cloudwatch:PutMetricData", "cloudwatch:PutMetrics", "host"),
  },
  "another cluster in the event patterns": {
    scenario: "console-meddling",
    breaks: "e",
    objects: rewrite("aws_cloudwatch_event_rule", "cluster/games-valheim-cluster", "cluster/games-valheim"),
  },
  "keeper may not set desired capacity": {
    scenario: "evenings",
    breaks: "i",
    objects: rewrite("aws_iam_role_policy", "autoscaling:SetDesiredCapacity", "autoscaling:SetDesired"),
  },
  "wake may not call keeper": {
    scenario: "evenings",
    breaks: "i",
    objects: rewrite("aws_iam_role_policy", "lambda:InvokeFunction", "lambda:Invoke"),
  },
  "a filter that takes names as they are written": {
    scenario: "hold",
    breaks: "d",
    objects: (objects) =>
      objects.map((object) =>
        object.type === "aws_cloudwatch_log_subscription_filter"
          ? { ...object, attributes: { ...object.attributes, filter_pattern: "valheim" } }
          : object,
      ),
  },
  "a firewall that lets no player in": {
    scenario: "evenings",
    breaks: "d",
    objects: rewrite("aws_vpc_security_group_ingress_rule", '"cidr_ipv4":"0.0.0.0/0"', '"cidr_ipv4":"10.0.0.0/8"'),
  },
  "Route 53 may not write the query log": {
    scenario: "evenings",
    breaks: "d",
    objects: without("aws_cloudwatch_log_resource_policy", ""),
  },
  "a parent zone that names other servers": {
    scenario: "evenings",
    breaks: "e",
    objects: (objects) => {
      const isDelegation = ({ type, attributes }: AppliedObject): boolean =>
        type === "aws_route53_record" && attributes["type"] === "NS";
      return objects.map((object) =>
        isDelegation(object) ? { ...object, attributes: { ...object.attributes, records: ["ns1.mine.org"] } } : object,
      );
    },
  },
  "a memory with another key": {
    scenario: "evenings",
    breaks: "d",
    objects: rewrite("aws_dynamodb_table", /"hash_key":"id"/g, '"hash_key":"name"'),
  },
  "a group of at most no host": {
    scenario: "evenings",
    breaks: "d",
    objects: rewrite("aws_autoscaling_group", '"max_size":1', '"max_size":0'),
  },
  "a left-up policy that covers only values below its threshold": {
    scenario: "left-up",
    breaks: "f",
    objects: rewrite("aws_autoscaling_policy", /\{[^{}]*"metric_interval_lower_bound":"0"[^{}]*\},?/g, ""),
  },
  "a group that does not measure its hosts in service": {
    scenario: "left-up",
    breaks: "f",
    objects: rewrite("aws_autoscaling_group", '"GroupInServiceInstances"', '"GroupTotalInstances"'),
  },
};

async function brokenBy({ scenario: name, keeper, objects = (all) => all }: Mistake): Promise<string> {
  const scenario = SCENARIOS.find((candidate) => candidate.name === name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  const code: Record<string, Code> = keeper === undefined ? {} : { keeper };
  try {
    await prove(objects(applied), scenario, { code });
  } catch (error) {
    if (error instanceof BrokenPromise) return error.promised.letter;
    throw error;
  }
  return "nothing";
}

test("with an address of IPv6, and all the rest right, no promise is broken", async () => {
  expect(await brokenBy({ scenario: "evenings", breaks: "nothing", objects: withIpv6 })).toBe("nothing");
});

test("each promise is broken by at least one mistake", () => {
  const broken = new Set([...Object.values(KEEPER), ...Object.values(APPLIED)].map(({ breaks }) => breaks));
  expect([...broken].sort()).toEqual(PROMISES.map(({ letter }) => letter));
});

describe("keeper that", () => {
  test.each(Object.entries(KEEPER))("%s breaks a promise", async (_, mistake) => {
    expect(await brokenBy(mistake)).toBe(mistake.breaks);
  });
});

describe("an apply with", () => {
  test.each(Object.entries(APPLIED))("%s breaks a promise", async (_, mistake) => {
    expect(await brokenBy(mistake)).toBe(mistake.breaks);
  });
});
