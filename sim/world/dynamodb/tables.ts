import { type AttributeValue, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { block, text } from "../../provider/values";
import type { Calls } from "../api/calls";
import type { Core } from "../core";
import { AwsError, Unknown } from "../errors";

type Item = Record<string, AttributeValue>;

/** DynamoDB: tables with one item per key. */
export class Tables {
  private readonly items = new Map<string, Item>();
  /** Deleted tables. */
  private readonly deleted = new Set<string>();

  constructor(
    private readonly core: Core,
    calls: Calls,
  ) {
    const tableArn = ({ TableName = "" }: { TableName: string | undefined }, region: string): string[] => [
      `arn:aws:dynamodb:${region}:${core.account}:table/${TableName}`,
    ];
    calls.on(GetItemCommand, {
      action: "dynamodb:GetItem",
      resources: tableArn,
      answer: ({ TableName, Key = {} }, region) => ({ Item: this.items.get(this.keyOf(TableName, Key, region)) }),
    });
    calls.on(PutItemCommand, {
      action: "dynamodb:PutItem",
      resources: tableArn,
      answer: ({ TableName, Item: item = {}, ...condition }, region) => {
        const key = this.keyOf(TableName, item, region);
        const Item = this.items.get(key) ?? {};
        if (!holds(Item, condition)) {
          const refused = new AwsError("ConditionalCheckFailedException", "The conditional request failed");
          throw condition.ReturnValuesOnConditionCheckFailure === "ALL_OLD"
            ? Object.assign(refused, { Item })
            : refused;
        }
        this.items.set(key, item);
        return {};
      },
    });
  }

  /** Deletes or overwrites an item behind the functions' backs. */
  setItem(table: string, item: Item | undefined): void {
    const key = [...this.items.keys()].find((known) => known.startsWith(`${table} `));
    if (key === undefined) throw new AwsError("ResourceNotFoundException", `nothing is written into ${table}`);
    if (item === undefined) this.items.delete(key);
    else this.items.set(key, item);
  }

  /** Deletes a table with its items, until the next apply. */
  deleteTable(table: string): void {
    this.deleted.add(table);
    for (const key of this.items.keys()) if (key.startsWith(`${table} `)) this.items.delete(key);
  }

  isDeleted(table: string): boolean {
    return this.deleted.has(table);
  }

  /** An apply recreates deleted tables, empty. */
  refresh(): void {
    this.deleted.clear();
  }

  private keyOf(name: string | undefined, item: Item, region: string): string {
    const table = this.core.objects.find("aws_dynamodb_table", { name: name ?? "" }, region);
    if (table === undefined || this.deleted.has(name ?? ""))
      throw new AwsError("ResourceNotFoundException", "Requested resource not found");
    const hash = text(table.attributes["hash_key"]);
    const key = item[hash];
    if (
      key?.S === undefined ||
      text(table.attributes["range_key"]) !== "" ||
      block(table.attributes["attribute"])["type"] !== "S"
    )
      throw new AwsError("ValidationException", "The provided key element does not match the schema");
    return `${name ?? ""} ${key.S}`;
  }
}

interface Condition {
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html, two of them */
function holds(
  item: Item,
  { ConditionExpression, ExpressionAttributeNames = {}, ExpressionAttributeValues = {} }: Condition,
): boolean {
  if (ConditionExpression === undefined) return true;
  const nameOf = (word = ""): string => ExpressionAttributeNames[word] ?? word;
  const [, absent] = /^attribute_not_exists\((#?\w+)\)$/.exec(ConditionExpression) ?? [];
  if (absent !== undefined) return item[nameOf(absent)] === undefined;
  const [, name, value = ""] = /^(#?\w+) = (:\w+)$/.exec(ConditionExpression) ?? [];
  if (name === undefined) throw new Unknown(`condition ${ConditionExpression}`);
  return JSON.stringify(item[nameOf(name)]) === JSON.stringify(ExpressionAttributeValues[value]);
}
