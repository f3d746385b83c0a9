import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Construct } from "constructs";

/** The domain's public hosted zone in this account. It is looked up; only delegations are added to it. */
export class ParentZone extends Construct {
  readonly zoneId: string;

  constructor(scope: Construct, id: string, { domain }: { readonly domain: string }) {
    super(scope, id);
    this.zoneId = new DataAwsRoute53Zone(this, "Resource", { name: domain, privateZone: false }).zoneId;
  }
}
