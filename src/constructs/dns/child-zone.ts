import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../../shared/names";
import { named } from "../../../shared/tags";

/** A re-created zone gets other name servers; so long do resolvers keep asking the old ones. Route 53's own is two days. */
const NAME_SERVER_TTL_SECONDS = 300;

export interface ChildZoneProps {
  readonly names: Names;
  /** The address players type, like valheim.example.com. */
  readonly domainName: string;
  /** Zone that gets the delegation; absent where somebody else keeps it. */
  readonly parentZoneId?: string;
}

/** The container's own hosted zone: its query log sees nobody else's queries. */
export class ChildZone extends Construct {
  readonly zoneId: string;
  readonly nameServers: string[];

  constructor(scope: Construct, id: string, { names, domainName, parentZoneId }: ChildZoneProps) {
    super(scope, id);
    const zone = new Route53Zone(this, "Resource", {
      name: domainName,
      comment: `Wakes ${domainName} when somebody asks for it`,
      forceDestroy: true, // keeper changes records, and a record that differs from the state would block the deletion
      tags: named(names.of("zone")),
    });
    const nameServers = { type: "NS", name: domainName, ttl: NAME_SERVER_TTL_SECONDS, records: zone.nameServers };
    new Route53Record(this, "name_servers", { zoneId: zone.zoneId, allowOverwrite: true, ...nameServers });
    if (parentZoneId !== undefined) new Route53Record(this, "delegation", { zoneId: parentZoneId, ...nameServers });

    this.zoneId = zone.zoneId;
    this.nameServers = Token.asList(zone.nameServers);
  }
}
