import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import type { ContainerNames } from "../../../shared/container-names";
import { named } from "../../../shared/tags";

/** Until when a container stays up though nobody plays, for people who write it; the command hold needs none. */
export class Hold extends Construct {
  readonly parameterName: string;
  readonly parameterArn: string;

  constructor(scope: Construct, id: string, { names }: { readonly names: ContainerNames }) {
    super(scope, id);
    const { container, holdParameter: name } = names;
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
