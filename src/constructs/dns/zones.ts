import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../../shared/names";
import { nameTag } from "../../../shared/tags";

/** How long resolvers use the old name servers after the zone is recreated. Route 53's default is two days. */
const NAME_SERVER_TTL_SECONDS = 300;

export interface ChildZoneProps {
  readonly names: Names;
  /** The players' address, like valheim.example.com. */
  readonly domainName: string;
  /** Zone that gets the delegation; absent if it is hosted elsewhere. */
  readonly parentZoneId?: string;
}

/** The container's own hosted zone, so that its query log has no other queries. */
export class ChildZone extends Construct {
  readonly zoneId: string;
  readonly nameServers: string[];

  constructor(scope: Construct, id: string, { names, domainName, parentZoneId }: ChildZoneProps) {
    super(scope, id);
    const zone = new Route53Zone(this, "Resource", {
      name: domainName,
      comment: `Address of the container at ${domainName}`,
      forceDestroy: true, // otherwise a record that keeper has changed blocks the deletion
      tags: nameTag(names.of("zone")),
    });
    const nameServers = { type: "NS", name: domainName, ttl: NAME_SERVER_TTL_SECONDS, records: zone.nameServers };
    new Route53Record(this, "name_servers", { zoneId: zone.zoneId, allowOverwrite: true, ...nameServers });
    if (parentZoneId !== undefined) new Route53Record(this, "delegation", { zoneId: parentZoneId, ...nameServers });

    this.zoneId = zone.zoneId;
    this.nameServers = Token.asList(zone.nameServers);
  }
}

/** The domain's public hosted zone in this account. It is looked up; only delegations are added to it. */
export class ParentZone extends Construct {
  readonly zoneId: string;

  constructor(scope: Construct, id: string, { domain }: { readonly domain: string }) {
    super(scope, id);
    this.zoneId = new DataAwsRoute53Zone(this, "Resource", { name: domain, privateZone: false }).zoneId;
  }
}
