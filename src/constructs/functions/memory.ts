import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import { MEMORY_KEY } from "../../../shared/container-names";
import type { ContainerNames } from "../../../shared/container-names";
import { nameTag } from "../../../shared/tags";

/** Keeper's memory between two runs: one item, which costs cents a year on demand. Losing it does no harm. */
export class Memory extends Construct {
  readonly tableName: string;
  readonly tableArn: string;

  constructor(scope: Construct, id: string, { names }: { readonly names: ContainerNames }) {
    super(scope, id);
    const name = names.memoryTable;
    const table = new DynamodbTable(this, "Resource", {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: MEMORY_KEY,
      attribute: [{ name: MEMORY_KEY, type: "S" }],
      tags: nameTag(name),
    });
    this.tableName = table.name;
    this.tableArn = table.arn;
  }
}
