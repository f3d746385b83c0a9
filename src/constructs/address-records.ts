import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

/** Short, so that players reach a new host within a minute; the same asleep and awake, so keeper changes only the value. */
const TTL_SECONDS = 30;
/** Addresses for documentation: a game that tries them times out, where 0.0.0.0 would reach the player's own machine. */
const PLACEHOLDER_IPV4 = "192.0.2.1"; // RFC 5737
const PLACEHOLDER_IPV6 = "100::1"; // RFC 6666

export interface AddressRecordsProps {
  readonly zoneId: string;
  readonly domainName: string;
  /** Adds the AAAA record. */
  readonly ipv6: boolean;
}

/**
 * The records players resolve. Terraform defines them with the placeholder and never looks at the value again: keeper
 * owns it. They always exist, because resolvers remember for 15 minutes that a name has none.
 */
export class AddressRecords extends Construct {
  /** Keeper must go before them. */
  readonly records: readonly Route53Record[];
  /** Types keeper may change. */
  readonly types: readonly string[];

  constructor(scope: Construct, id: string, { zoneId, domainName, ipv6 }: AddressRecordsProps) {
    super(scope, id);
    const record = (recordId: string, type: "A" | "AAAA", placeholder: string): Route53Record =>
      new Route53Record(this, recordId, {
        zoneId,
        name: domainName,
        type,
        ttl: TTL_SECONDS,
        records: [placeholder],
        lifecycle: { ignoreChanges: ["records"] },
      });
    this.records = [
      record("Resource", "A", PLACEHOLDER_IPV4),
      ...(ipv6 ? [record("ipv6", "AAAA", PLACEHOLDER_IPV6)] : []),
    ];
    this.types = ipv6 ? ["A", "AAAA"] : ["A"];
  }
}
