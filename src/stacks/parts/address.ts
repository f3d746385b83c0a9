import type { ContainerConfig } from "../../config/load";
import { AddressRecords } from "../../constructs/dns/address-records";
import { ChildZone } from "../../constructs/dns/child-zone";
import { QueryLog } from "../../constructs/dns/query-log";
import type { ContainerNames } from "../../lib/names";
import type { ProjectStack } from "../project-stack";

export interface AddressProps {
  readonly names: ContainerNames;
  readonly config: Pick<ContainerConfig, "ipv6" | "srv">;
  /** The project's domain, like example.com. */
  readonly domain: string;
  /** Hosted zone of the domain; absent where it is in other hands. */
  readonly parentZoneId?: string;
}

export interface Address {
  /** What players type, like valheim.example.com. */
  readonly domainName: string;
  /** Name of the A and AAAA records that keeper keeps: the address itself, or what its SRV record points at. */
  readonly recordName: string;
  /** Name whose queries wake: the address itself, or that of its SRV record. */
  readonly queriedName: string;
  readonly zone: ChildZone;
  readonly records: AddressRecords;
  readonly queryLog: QueryLog;
}

/** The name players type, its records, and the log that hears them ask. */
export function defineAddress(
  stack: ProjectStack,
  { names, config: { ipv6, srv }, domain, parentZoneId }: AddressProps,
): Address {
  const { project, container } = names;
  const domainName = `${container}.${domain}`;
  const recordName = srv === undefined ? domainName : `host.${domainName}`;
  const queriedName = srv === undefined ? domainName : `${srv.service}.${domainName}`;

  const zone = new ChildZone(stack, "zone", { names, domainName, parentZoneId });
  const { zoneId } = zone;
  const records = new AddressRecords(stack, "address", {
    zoneId,
    name: recordName,
    ipv6,
    srv: srv && { name: queriedName, port: srv.port },
  });
  const queryLog = new QueryLog(stack, "query_log", { zoneId, logGroupName: `/aws/route53/${project}/${container}` });
  return { domainName, recordName, queriedName, zone, records, queryLog };
}
