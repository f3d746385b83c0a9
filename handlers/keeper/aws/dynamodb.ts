import { randomUUID } from "node:crypto";
import {
  type AttributeValue,
  type ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { MEMORY_KEY } from "../../../shared/container-names";
import type { KeeperSettings } from "../read-settings";
import { clientOptions } from "./client-options";
import { isProblem } from "./problem";

export type Item = Record<string, AttributeValue>;

/** The one item of the container's table. */
const ITEM_ID = { [MEMORY_KEY]: { S: "keeper" } } as const;

export function dynamoDb(settings: KeeperSettings) {
  const client = new DynamoDBClient(clientOptions(settings));
  const TableName = settings.names.memoryTable;
  return {
    /** As it is now, not as it was a moment ago. Undefined: there is none. */
    item: async (): Promise<Item | undefined> =>
      (await client.send(new GetItemCommand({ TableName, Key: ITEM_ID, ConsistentRead: true }))).Item,

    /**
     * Writes the item unless another keeper did meanwhile. Where AWS's answer is lost the SDK asks again and meets what
     * it has just written, so the item names its writer; mails that were claimed with it would never be sent otherwise.
     *
     * @param seenVersion as it was read; undefined if there was none
     * @returns false if the item's version is another one now
     */
    async put(item: Item, seenVersion: AttributeValue | undefined): Promise<boolean> {
      const isUnchanged =
        seenVersion === undefined
          ? { ConditionExpression: "attribute_not_exists(#version)" }
          : { ConditionExpression: "#version = :seen", ExpressionAttributeValues: { ":seen": seenVersion } };
      const writer = { S: randomUUID() };
      const put = new PutItemCommand({
        TableName,
        Item: { ...ITEM_ID, ...item, writer },
        ExpressionAttributeNames: { "#version": "version" },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        ...isUnchanged,
      });
      try {
        await client.send(put);
        return true;
      } catch (error) {
        if (!isProblem(error, "ConditionalCheckFailedException")) throw error;
        return (error as ConditionalCheckFailedException).Item?.writer?.S === writer.S;
      }
    },
  };
}
