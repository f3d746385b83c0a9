import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Construct } from "constructs";

/** The domain's own public hosted zone, in this account. Looked up, never changed but for the delegations in it. */
export class ParentZone extends Construct {
  readonly zoneId: string;

  constructor(scope: Construct, id: string, { domain }: { readonly domain: string }) {
    super(scope, id);
    this.zoneId = new DataAwsRoute53Zone(this, "Resource", { name: domain, privateZone: false }).zoneId;
  }
}
