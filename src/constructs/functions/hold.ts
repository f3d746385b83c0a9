import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import type { ContainerNames } from "../../../shared/container-names";
import { nameTag } from "../../../shared/tags";

/** SSM parameter with the time until which a container keeps running with nobody connected. The command `hold` does not use it. */
export class Hold extends Construct {
  readonly parameterName: string;
  readonly parameterArn: string;

  constructor(scope: Construct, id: string, { names }: { readonly names: ContainerNames }) {
    super(scope, id);
    const { container, holdParameter: name } = names;
    const parameter = new SsmParameter(this, "Resource", {
      name,
      description: `Time until which ${container} keeps running with nobody connected, as YYYY-MM-DDThh:mmZ (UTC), or none`,
      type: "String",
      tier: "Standard",
      value: "none",
      tags: nameTag(name),
      lifecycle: { ignoreChanges: ["value"] },
    });
    this.parameterName = parameter.name;
    this.parameterArn = parameter.arn;
  }
}
