import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { named } from "../lib/tags";

export interface HoldProps {
  readonly container: string;
  /** Name of the parameter, like /games/valheim/hold. */
  readonly name: string;
}

/** Until when a container stays up though nobody plays. People write it; Terraform only makes it. */
export class Hold extends Construct {
  /** Known at synthesis, for the command by hand. */
  readonly name: string;
  readonly parameterName: string;
  readonly parameterArn: string;

  constructor(scope: Construct, id: string, { container, name }: HoldProps) {
    super(scope, id);
    const parameter = new SsmParameter(this, "Resource", {
      name,
      description: `Until when ${container} stays up though nobody plays, like 2026-11-22T01:00Z, or none`,
      type: "String",
      tier: "Standard",
      value: "none",
      tags: named(name),
      lifecycle: { ignoreChanges: ["value"] },
    });
    this.name = name;
    this.parameterName = parameter.name;
    this.parameterArn = parameter.arn;
  }
}
