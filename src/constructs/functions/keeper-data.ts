import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { MEMORY_KEY, type ContainerNames } from "../../../shared/container-names";
import { nameTag } from "../../../shared/tags";

/** Keeper's memory between two runs: one item, which costs cents a year on demand. Losing it does no harm. */
export class Memory extends Construct {
  readonly table: DynamodbTable;

  constructor(scope: Construct, id: string, { names }: { readonly names: ContainerNames }) {
    super(scope, id);
    const name = names.memoryTable;
    this.table = new DynamodbTable(this, "Resource", {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: MEMORY_KEY,
      attribute: [{ name: MEMORY_KEY, type: "S" }],
      tags: nameTag(name),
    });
  }
}

/** SSM parameter with the time until which a container keeps running with nobody connected. The command `hold` does not use it. */
export class Hold extends Construct {
  readonly parameter: SsmParameter;

  constructor(scope: Construct, id: string, { names }: { readonly names: ContainerNames }) {
    super(scope, id);
    const { container, holdParameter: name } = names;
    this.parameter = new SsmParameter(this, "Resource", {
      name,
      description: `Time until which ${container} keeps running with nobody connected, as YYYY-MM-DDThh:mmZ (UTC), or none`,
      type: "String",
      tier: "Standard",
      value: "none",
      tags: nameTag(name),
      lifecycle: { ignoreChanges: ["value"] },
    });
  }
}
