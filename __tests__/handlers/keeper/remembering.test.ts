import { SetDesiredCapacityCommand } from "@aws-sdk/client-auto-scaling";
import { PutItemCommand, type PutItemCommandInput } from "@aws-sdk/client-dynamodb";
import { UpdateServiceCommand } from "@aws-sdk/client-ecs";
import type { Action } from "../../../handlers/keeper/decision";
import type { Facts } from "../../../handlers/keeper/facts";
import { keeperFor } from "../../../handlers/keeper/keeper";
import { noMemory } from "../../../handlers/keeper/memory";
import { itemOf, memoryIn } from "../../../handlers/keeper/memory-store";
import {
  decided,
  kept,
  KEPT_ITEM,
  keeperThat,
  nothing,
  QUIET_LOOK,
  reading,
  refused,
  remembering,
  SCHEDULE,
} from "./keepers";
import { autoScaling, awsError, dynamoDb, ecs, group, inputs, names, table } from "./mocked-aws";
import { at, EVENING, IPV4, PLACEHOLDER, SETTINGS } from "./scenes";

describe("memory", () => {
  const sleeping: Action = { do: "set capacity", desired: 0, why: "idle" };
  const pointing: Action = { do: "point record", values: { a: IPV4 }, why: "it was empty" };

  test("is written before anything is done, and only if it changed", async () => {
    const { item } = table(KEPT_ITEM);
    const { look } = keeperThat((facts) => decided(facts, { memory: { ...kept, sleptAt: 2 }, actions: [pointing] }));
    await look(SCHEDULE);
    expect(names()).toEqual([...QUIET_LOOK, "PutItem", "ChangeResourceRecordSets"]);
    expect(item?.version).toEqual({ N: "1" });
    await look(SCHEDULE);
    expect(names().slice(5)).toEqual([...QUIET_LOOK, "ChangeResourceRecordSets"]);
  });

  test("is created on condition that no other keeper has created one", async () => {
    const before = table();
    const { look } = keeperThat((facts) => decided(facts, { memory: kept }));
    await look(SCHEDULE);
    expect(inputs("PutItem")).toEqual([
      {
        TableName: "games-valheim-memory",
        Item: { id: { S: "keeper" }, ...KEPT_ITEM, writer: { S: expect.stringMatching(/^[-\da-f]{36}$/) as string } },
        ConditionExpression: "attribute_not_exists(#version)",
        ExpressionAttributeNames: { "#version": "version" },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      },
    ]);
    expect(before.item?.version).toEqual({ N: "1" });
  });

  test("is written again on condition that it is the one that was read", async () => {
    table(KEPT_ITEM);
    const { look } = keeperThat((facts) => decided(facts, { memory: { ...kept, sleptAt: 2 } }));
    await look(SCHEDULE);
    expect(inputs("PutItem")).toMatchObject([
      {
        Item: { version: { N: "2" } },
        ConditionExpression: "#version = :seen",
        ExpressionAttributeValues: { ":seen": { N: "1" } },
      },
    ]);
  });

  test("that another keeper wrote meanwhile lets the look start again, from what is now", async () => {
    const kept = table(KEPT_ITEM);
    let looks = 0;
    const { look, saw } = keeperThat((facts) => {
      looks++;
      if (looks === 1) kept.item = itemOf(remembering({ sleptAt: 5 }), memoryIn(KEPT_ITEM, EVENING));
      const sleptAt = (facts.memory.sleptAt ?? 0) + 1;
      return decided(facts, { memory: { ...facts.memory, sleptAt }, actions: [pointing] });
    });
    await look(SCHEDULE);
    expect(saw.map(({ memory }) => memory.sleptAt)).toEqual([1, 5]);
    expect(saw.map(({ trigger }) => trigger.name)).toEqual(["schedule", "schedule"]);
    expect(memoryIn(kept.item, EVENING)).toMatchObject({ memory: { sleptAt: 6 }, version: { N: "3" } });
    expect(inputs("ChangeResourceRecordSets")).toHaveLength(1);
  });

  test("that the SDK wrote twice, because the first answer was lost, is this keeper's own", async () => {
    const kept = table(KEPT_ITEM);
    const { look, saw } = keeperThat((facts) => decided(facts, { memory: remembering({}), actions: [pointing] }));
    dynamoDb.on(PutItemCommand).callsFake((input: PutItemCommandInput) => {
      kept.item = input.Item;
      const refused = awsError("ConditionalCheckFailedException", "The conditional request failed");
      return Promise.reject(Object.assign(refused, { Item: input.Item }));
    });
    await look(SCHEDULE);
    expect(saw).toHaveLength(1);
    expect(inputs("ChangeResourceRecordSets")).toHaveLength(1);
  });

  test("that others write all the time ends the look after eight new starts, with nothing done", async () => {
    table(KEPT_ITEM);
    dynamoDb.on(PutItemCommand).rejects(awsError("ConditionalCheckFailedException", "The conditional request failed"));
    const { look } = keeperThat((facts) => decided(facts, { memory: remembering({}), actions: [sleeping] }));
    await expect(look(SCHEDULE)).rejects.toThrow(/^another keeper wrote the memory during each of 9 looks/);
    expect(inputs("PutItem")).toHaveLength(9);
    expect(names()).not.toContain("SetDesiredCapacity");
  });

  test("that can't be read is a fact for decide, and a new one replaces it", async () => {
    const before = table({ id: { S: "keeper" }, version: { N: "8" }, schema: { N: "2" }, memory: { S: "{" } });
    const { look, saw } = keeperThat(nothing);
    await look(SCHEDULE);
    expect(saw[0]).toMatchObject({
      memory: noMemory(EVENING),
      noMemory: { kind: "spoiled", problem: expect.stringMatching(/JSON/) as string },
    });
    expect(memoryIn(before.item, EVENING)).toEqual({ memory: noMemory(EVENING), version: { N: "9" } });
  });

  test("that can't be written holds back what it should note; hosts are cared for, and the look ends in an error", async () => {
    table(KEPT_ITEM);
    dynamoDb.on(PutItemCommand).rejects(refused);
    const { look } = keeperThat((facts) =>
      decided(facts, {
        memory: remembering({}),
        actions: [pointing, { do: "mail", mail: { kind: "wake fails" }, why: "" }],
      }),
    );
    await expect(look(SCHEDULE)).rejects.toThrow(/^write memory failed: ThrottlingException: /);
    expect(names()).toContain("ChangeResourceRecordSets");
    expect(names()).not.toContain("Publish");
  });

  test("that eight keepers write at once is written by each of them in its turn", async () => {
    table(KEPT_ITEM);
    const looks = Array.from({ length: 8 }, () => {
      const settled: (() => void)[] = [];
      return keeperFor(
        () => SETTINGS,
        () => EVENING,
        ({ memory, ...facts }) =>
          decided({ memory, ...facts }, { memory: { ...memory, sleptAt: (memory.sleptAt ?? 0) + 1 } }),
        (milliseconds) =>
          new Promise((resolve) => settled.push(resolve) && setTimeout(resolve, Math.random() * milliseconds)),
      );
    });
    await Promise.all(looks.map((look) => look(SCHEDULE)));
    const [{ Item: last = {} } = {}] = inputs("PutItem").slice(-1) as { Item?: Record<string, { N: string }> }[];
    expect(last.version).toEqual({ N: "9" });
  });
});

describe("after capacity was set", () => {
  const WAKE = { do: "set capacity", desired: 1, why: "by hand" } as const;
  const setting = (facts: Facts) => decided(facts, { actions: [WAKE], state: "waking" });

  test("keeper looks once more, without the command, and tells both", async () => {
    table(KEPT_ITEM);
    const { look, saw } = keeperThat((facts) => (facts.trigger.command === "wake" ? setting(facts) : decided(facts)));
    expect(await look({ command: "wake" })).toEqual({ state: "asleep", actions: [WAKE] });
    expect(saw.map(({ trigger }) => trigger)).toEqual([
      { name: "wake by hand", command: "wake" },
      { name: "capacity was set", capacity: 1 },
    ]);
  });

  test("but never a third time", async () => {
    const { look, saw } = keeperThat(setting);
    expect(await look(SCHEDULE)).toEqual({ state: "waking", actions: [WAKE, WAKE] });
    expect(saw).toHaveLength(2);
  });

  test("and the clock is read once for each look", async () => {
    let seconds = 0;
    const times: number[] = [];
    const look = keeperFor(
      () => SETTINGS,
      () => EVENING + 1000 * seconds++,
      (facts, now) => {
        times.push(now);
        return facts.machines ? setting(facts) : reading(facts, "machines");
      },
    );
    await look(SCHEDULE);
    expect(times).toHaveLength(4);
    expect([times[0], times[2]]).toEqual([times[1], times[3]]);
  });

  test("keeper does not look again if AWS held it up for so long that Lambda would end it", async () => {
    let minutes = 0;
    const times: number[] = [];
    const look = keeperFor(
      () => SETTINGS,
      () => at(0.4 * minutes++),
      (facts, now) => {
        times.push(now);
        return setting(facts);
      },
    );
    await look(SCHEDULE);
    expect(times).toEqual([at(0.4)]);
  });
});

describe("a wake that AWS refuses half-way", () => {
  const waking = () => {
    table(itemOf(remembering({ record: { a: PLACEHOLDER, listedAt: at(-1) } }), memoryIn(undefined, EVENING)));
    autoScaling.on(SetDesiredCapacityCommand).callsFake(() => {
      group(1);
      return Promise.resolve({});
    });
    return keeperFor(
      () => SETTINGS,
      () => EVENING,
    );
  };
  const query = { query: "2026-11-21T19:59:30Z" };

  test("starts a host before anything else is asked", async () => {
    await waking()(query);
    const set = names().indexOf("SetDesiredCapacity");
    expect(names().indexOf("UpdateService")).toBe(set + 1);
  });

  test("starts a host though ECS refuses the newest definition, notes why, and asks again at the next look", async () => {
    const keeper = waking();
    ecs.on(UpdateServiceCommand).rejectsOnce(refused).resolves({});
    await expect(keeper(query)).rejects.toThrow(/^update service failed: ThrottlingException/);
    expect(inputs("SetDesiredCapacity")).toMatchObject([{ DesiredCapacity: 1 }]);
    // Once at the wake; the look after it, which hears of the refusal, does not.
    expect(inputs("UpdateService")).toHaveLength(1);
    expect(JSON.stringify(inputs("PutItem").at(-1))).toContain("ThrottlingException: Rate exceeded");

    expect(await keeper(SCHEDULE)).toMatchObject({ state: "waking" });
    expect(inputs("UpdateService")).toHaveLength(2);
    expect(JSON.stringify(inputs("PutItem").at(-1))).not.toContain("ThrottlingException");
  });

  test("is finished by the next look if it was the host that AWS refused", async () => {
    const keeper = waking();
    autoScaling.on(SetDesiredCapacityCommand).rejectsOnce(refused);
    await expect(keeper(query)).rejects.toThrow(/^set capacity 1 failed: ThrottlingException/);
    autoScaling.on(SetDesiredCapacityCommand).callsFake(() => {
      group(1);
      return Promise.resolve({});
    });
    expect(await keeper(SCHEDULE)).toMatchObject({ state: "waking" });
    expect(inputs("SetDesiredCapacity")).toHaveLength(2);
  });
});
