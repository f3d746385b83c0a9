import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { named } from "../../../shared/tags";

/** A season of evenings; longer costs little, but names of players are in it. */
const RETENTION_DAYS = 30;

/** What the container prints. */
export class ContainerLog extends Construct {
  readonly group: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, { name }: { readonly name: string }) {
    super(scope, id);
    this.group = new CloudwatchLogGroup(this, "Resource", { name, retentionInDays: RETENTION_DAYS, tags: named(name) });
  }
}
