import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { PublishCommand, type PublishCommandInput, SNSClient } from "@aws-sdk/client-sns";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { World } from "../../../sim/world/world";
import { HOLD, HOME, keeper, KEEPER_NAME, TABLE, TOPIC } from "./applied";
import { aWorld, codeOf, pass } from "./a-world";

const dynamo = new DynamoDBClient({ region: HOME });
const nameOf = (error: unknown): string => (error as Error).name;

/** Runs it as keeper, and gives what it gave. */
async function asKeeper<T>(work: () => Promise<T>, prepare?: (world: ReturnType<typeof aWorld>) => void): Promise<T> {
  let result: T | undefined;
  const code = codeOf("keeper", async () => {
    result ??= await work();
  });
  const world = aWorld(keeper(), code);
  prepare?.(world);
  world.functions.callByHand(KEEPER_NAME, {});
  await pass(world, 1);
  if (result === undefined) throw new Error("it did not end");
  return result;
}

const put = (version: string, condition: object): Promise<string> => {
  const Item = { id: { S: "keeper" }, version: { N: version } };
  return dynamo.send(new PutItemCommand({ TableName: TABLE, Item, ...condition })).then(() => "written", nameOf);
};
const absent = {
  ConditionExpression: "attribute_not_exists(#version)",
  ExpressionAttributeNames: { "#version": "version" },
};
const seen = (version: string) => ({
  ConditionExpression: "#version = :seen",
  ExpressionAttributeNames: { "#version": "version" },
  ExpressionAttributeValues: { ":seen": { N: version } },
});

test("a table takes an item only on its condition", async () => {
  const written = await asKeeper(async () => [
    await put("1", absent),
    await put("1", absent),
    await put("2", seen("1")),
    await put("3", seen("1")),
    (await dynamo.send(new GetItemCommand({ TableName: TABLE, Key: { id: { S: "keeper" } } }))).Item?.["version"]?.N,
  ]);
  const refused = "ConditionalCheckFailedException";
  expect(written).toEqual(["written", refused, "written", refused, "2"]);
});

test("a table that is not there, or in another region, is not found", async () => {
  const read = (region: string, TableName: string): Promise<unknown> =>
    new DynamoDBClient({ region }).send(new GetItemCommand({ TableName, Key: { id: { S: "k" } } })).catch(nameOf);
  expect(await asKeeper(() => Promise.all([read(HOME, "other"), read("us-east-1", TABLE)]))).toEqual(
    Array(2).fill("ResourceNotFoundException"),
  );
});

test("a table that somebody deletes is gone with its items, until an apply makes it again", async () => {
  let world: World | undefined;
  const read = (): Promise<unknown> =>
    dynamo
      .send(new GetItemCommand({ TableName: TABLE, Key: { id: { S: "keeper" } } }))
      .then(({ Item }) => Item?.["version"]?.N ?? "nothing", nameOf);
  const seen = await asKeeper(
    async () => {
      await put("1", absent);
      world?.tables.deleteTable(TABLE);
      const deleted = await read();
      world?.apply(keeper());
      return [deleted, await read()];
    },
    (made) => (world = made),
  );
  expect(seen).toEqual(["ResourceNotFoundException", "nothing"]);
});

test("a parameter says what was applied until a person writes another value", async () => {
  const read = (): Promise<string | undefined> =>
    new SSMClient({ region: HOME })
      .send(new GetParameterCommand({ Name: HOLD }))
      .then(({ Parameter }) => Parameter?.Value);
  expect(await asKeeper(read)).toBe("none");
  expect(
    await asKeeper(read, ({ console }) => {
      console.writeParameter(HOLD, "2026-11-22T01:00Z");
    }),
  ).toBe("2026-11-22T01:00Z");
});

const publish = (input: Partial<PublishCommandInput>): Promise<string> =>
  new SNSClient({ region: HOME })
    .send(new PublishCommand({ TopicArn: TOPIC, Message: "m", ...input }))
    .then(() => "sent", nameOf);
const publishAll = (inputs: readonly Partial<PublishCommandInput>[]): Promise<readonly string[]> =>
  asKeeper(() => Promise.all(inputs.map(publish)));

test("a topic refuses a subject that mail can't have", async () => {
  const subjects = ["fine", "two\nlines", "ünfein", "x".repeat(101)];
  const answers = await publishAll(subjects.map((Subject) => ({ Subject })));
  expect(answers).toEqual(["sent", ...Array<string>(3).fill("InvalidParameterException")]);
});

test("a topic refuses an empty message, and one that is over 256 KB with its attributes", async () => {
  const attribute = { name: { DataType: "String", StringValue: "v" } };
  const longest = "x".repeat(262_144 - "nameStringv".length);
  const answers = await publishAll([
    { Message: longest, MessageAttributes: attribute },
    { Message: `${longest}x`, MessageAttributes: attribute },
    { Message: "ü".repeat(131_073) },
    { Message: "" },
  ]);
  expect(answers).toEqual(["sent", ...Array<string>(3).fill("InvalidParameterException")]);
});

test("a topic refuses attributes without a name, a type or a value that SNS knows", async () => {
  const fine = { DataType: "String", StringValue: "v" };
  const kept = ["kind", "a.b-c_1", "n".repeat(256), "Amazonas"].map((name) => ({ [name]: fine }));
  const names = ["", ".a", "a.", "a..b", "ü", "a b", "n".repeat(257), "aws.a", "Amazon.a"];
  const refused = [
    ...names.map((name) => ({ [name]: fine })),
    { a: { ...fine, DataType: "" } },
    { a: { ...fine, DataType: "Text" } },
    { a: { ...fine, StringValue: "" } },
    { a: { DataType: "Number", StringValue: undefined } },
    { a: { ...fine, DataType: "Binary" } },
  ];
  const answers = await publishAll([...kept, ...refused].map((MessageAttributes) => ({ MessageAttributes })));
  expect(answers).toEqual([...kept.map(() => "sent"), ...refused.map(() => "InvalidParameterValueException")]);
});
