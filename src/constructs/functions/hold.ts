import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { named } from "../../../shared/tags";

export interface HoldProps {
  readonly container: string;
  /** Name of the parameter, like /games/valheim/hold. */
  readonly name: string;
}

/** Until when a container stays up though nobody plays, for people who write it; the command hold needs none. */
export class Hold extends Construct {
  readonly parameterName: string;
  readonly parameterArn: string;

  constructor(scope: Construct, id: string, { container, name }: HoldProps) {
    super(scope, id);
    const parameter = new SsmParameter(this, "Resource", {
      name,
      description: `Until when ${container} stays up though nobody plays, as YYYY-MM-DDThh:mmZ (UTC), or none`,
      type: "String",
      tier: "Standard",
      value: "none",
      tags: named(name),
      lifecycle: { ignoreChanges: ["value"] },
    });
    this.parameterName = parameter.name;
    this.parameterArn = parameter.arn;
  }
}
