import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { PLACEHOLDER, RECORD_TTL_SECONDS } from "../../../shared/address";

/** Irrelevant for a single host. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#SRVFormat */
const SRV_PRIORITY_AND_WEIGHT = "0 5";

export interface AddressRecordsProps {
  readonly zoneId: string;
  /** Name of the A record. */
  readonly name: string;
  /** First value of the A record; default: the placeholder. */
  readonly ipv4?: string;
  /** Adds the AAAA record. */
  readonly ipv6: boolean;
  /** Adds an SRV record that points at them. */
  readonly srv?: { readonly name: string; readonly port: number };
}

/**
 * The records that players resolve. Terraform creates them with the placeholder, or a fixed address, and ignores later values, which keeper
 * writes. They always exist, because resolvers cache a missing record for 15 minutes.
 *
 * If `srv` is added or removed, their name changes. Terraform creates the new record, then updates keeper, then deletes the
 * old record: otherwise keeper could write the old name again, and nobody would delete that record.
 */
export class AddressRecords extends Construct {
  /** The records that keeper writes; keeper must be destroyed before them. */
  readonly records: readonly Route53Record[];
  /** Types that keeper may change. */
  readonly types: readonly string[];

  constructor(scope: Construct, id: string, props: AddressRecordsProps) {
    super(scope, id);
    const { zoneId, name, ipv4 = PLACEHOLDER.a, ipv6, srv } = props;
    const record = (recordId: string, type: "A" | "AAAA", value: string): Route53Record =>
      new Route53Record(this, recordId, {
        zoneId,
        name,
        type,
        ttl: RECORD_TTL_SECONDS,
        records: [value],
        lifecycle: { ignoreChanges: ["records"], createBeforeDestroy: true },
      });
    this.records = [record("Resource", "A", ipv4), ...(ipv6 ? [record("ipv6", "AAAA", PLACEHOLDER.aaaa)] : [])];
    this.types = ipv6 ? ["A", "AAAA"] : ["A"];
    if (srv === undefined) return;
    new Route53Record(this, "srv", {
      zoneId,
      name: srv.name,
      type: "SRV",
      ttl: RECORD_TTL_SECONDS,
      records: [`${SRV_PRIORITY_AND_WEIGHT} ${srv.port} ${name}`],
      dependsOn: [...this.records], // its target must exist before a resolver follows it
    });
  }
}
