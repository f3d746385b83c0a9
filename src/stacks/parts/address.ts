import type { ContainerConfig } from "../../config/load";
import { FixedAddress } from "../../constructs/network/fixed-address";
import { AddressRecords } from "../../constructs/dns/address-records";
import { ChildZone } from "../../constructs/dns/zones";
import { QueryLog } from "../../constructs/dns/query-log";
import { dnsNames, type DnsNames } from "../../../shared/address";
import type { ContainerNames } from "../../../shared/container-names";
import type { ProjectStack } from "../project-stack";

export interface AddressProps {
  readonly names: ContainerNames;
  readonly config: Pick<ContainerConfig, "address" | "ipv6" | "srv">;
  /** The project's domain, like example.com. */
  readonly domain: string;
  /** Hosted zone of the domain; absent if it is hosted elsewhere. */
  readonly parentZoneId?: string;
}

export interface Address extends DnsNames {
  /** The Elastic IP; undefined with address: dynamic. */
  readonly fixed: FixedAddress | undefined;
  readonly zone: ChildZone;
  readonly records: AddressRecords;
  readonly queryLog: QueryLog;
}

/** The players' address: zone, records, query log, and the Elastic IP if it is fixed. */
export function defineAddress(
  stack: ProjectStack,
  { names, config: { address, ipv6, srv }, domain, parentZoneId }: AddressProps,
): Address {
  const dns = dnsNames(names.container, domain, srv?.service);
  const zone = new ChildZone(stack, "zone", { names, domainName: dns.address, parentZoneId });
  const { zoneId } = zone;
  const fixed = address === "fixed" ? new FixedAddress(stack, "fixed_address", { names }) : undefined;
  const records = new AddressRecords(stack, "address", {
    zoneId,
    name: dns.recordName,
    ipv4: fixed?.ipv4,
    ipv6,
    srv: srv && { name: dns.queriedName, port: srv.port },
  });
  const queryLog = new QueryLog(stack, "query_log", { zoneId, logGroupName: names.logGroups.queries });
  return { ...dns, fixed, zone, records, queryLog };
}
