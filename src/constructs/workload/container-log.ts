import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { nameTag } from "../../../shared/tags";

/** A month of evenings. More would cost little, but logs contain players' names. */
const RETENTION_DAYS = 30;

/** Log group for the container's output. */
export class ContainerLog extends Construct {
  readonly group: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, { name }: { readonly name: string }) {
    super(scope, id);
    this.group = new CloudwatchLogGroup(this, "Resource", {
      name,
      retentionInDays: RETENTION_DAYS,
      tags: nameTag(name),
    });
  }
}
