import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import type { Names } from "../../lib/names";
import { named } from "../../lib/tags";

const KEY = "id";

/** What keeper remembers between two looks: one item, so on demand it costs cents a year. Losing it harms nothing. */
export class Memory extends Construct {
  readonly tableName: string;
  readonly tableArn: string;

  constructor(scope: Construct, id: string, { names }: { readonly names: Names }) {
    super(scope, id);
    const name = names.of("memory");
    const table = new DynamodbTable(this, "Resource", {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: KEY,
      attribute: [{ name: KEY, type: "S" }],
      tags: named(name),
    });
    this.tableName = table.name;
    this.tableArn = table.arn;
  }
}
