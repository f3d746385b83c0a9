import type { ContainerConfig } from "../../config/load";
import { FixedAddress } from "../../constructs/network/fixed-address";
import { AddressRecords } from "../../constructs/dns/address-records";
import { ChildZone } from "../../constructs/dns/zones";
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
}

/** The players' address: zone and records, and the Elastic IP if it is fixed. */
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
  return { ...dns, fixed, zone, records };
}
