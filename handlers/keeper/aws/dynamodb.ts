import { DynamoDBClient, GetItemCommand, PutItemCommand, type AttributeValue } from "@aws-sdk/client-dynamodb";
import type { KeeperSettings } from "../settings";
import { clientOptions } from "./client-options";
import { isProblem, unless } from "./problem";

export type Item = Record<string, AttributeValue>;

/** The one item of the container's table. */
export const ITEM_ID = { id: { S: "keeper" } } as const;

export function dynamoDb(settings: KeeperSettings) {
  const client = new DynamoDBClient(clientOptions(settings));
  const TableName = settings.memoryTable;
  return {
    /** As it is now, not as it was a moment ago. Undefined: there is none yet. "no table": somebody deleted it. */
    item: (): Promise<Item | undefined | "no table"> =>
      unless(
        async () => (await client.send(new GetItemCommand({ TableName, Key: ITEM_ID, ConsistentRead: true }))).Item,
        (error) => isProblem(error, "ResourceNotFoundException"),
        "no table" as const,
      ),

    /**
     * Writes the item unless another keeper did meanwhile.
     *
     * @param seenVersion as it was read; undefined if there was none
     * @returns false if the item's version is another one now
     */
    async put(item: Item, seenVersion: AttributeValue | undefined): Promise<boolean> {
      const isUnchanged =
        seenVersion === undefined
          ? { ConditionExpression: "attribute_not_exists(#version)" }
          : { ConditionExpression: "#version = :seen", ExpressionAttributeValues: { ":seen": seenVersion } };
      const put = new PutItemCommand({
        TableName,
        Item: { ...ITEM_ID, ...item },
        ExpressionAttributeNames: { "#version": "version" },
        ...isUnchanged,
      });
      return unless(
        async () => {
          await client.send(put);
          return true;
        },
        (error) => isProblem(error, "ConditionalCheckFailedException"),
        false,
      );
    },
  };
}
