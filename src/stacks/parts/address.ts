import type { ContainerConfig } from "../../config/load";
import { AddressRecords } from "../../constructs/dns/address-records";
import { ChildZone } from "../../constructs/dns/zones";
import { dnsNames, type DnsNames } from "../../../shared/address";
import type { ContainerNames } from "../../../shared/container-names";
import type { ProjectStack } from "../project-stack";

export interface AddressProps {
  readonly names: ContainerNames;
  readonly config: Pick<ContainerConfig, "ipv6" | "srv">;
  /** The project's domain, like example.com. */
  readonly domain: string;
  /** Hosted zone of the domain; absent if it is hosted elsewhere. */
  readonly parentZoneId?: string;
}

export interface Address extends DnsNames {
  readonly zone: ChildZone;
  readonly records: AddressRecords;
}

/** The players' address: zone and records. */
export function defineAddress(
  stack: ProjectStack,
  { names, config: { ipv6, srv }, domain, parentZoneId }: AddressProps,
): Address {
  const dns = dnsNames(names.container, domain, srv?.service);
  const zone = new ChildZone(stack, "zone", { names, domainName: dns.address, parentZoneId });
  const { zoneId } = zone;
  const records = new AddressRecords(stack, "address", {
    zoneId,
    name: dns.recordName,
    ipv6,
    srv: srv && { name: dns.queriedName, port: srv.port },
  });
  return { ...dns, zone, records };
}
