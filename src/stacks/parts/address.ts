import { containerNames } from "../../../shared/container-names";
import { AddressRecords } from "../../constructs/dns/address-records";
import { ChildZone } from "../../constructs/dns/child-zone";
import { QueryLog } from "../../constructs/dns/query-log";
import type { Context } from "./context";

export interface Address {
  readonly zone: ChildZone;
  readonly records: AddressRecords;
  readonly queryLog: QueryLog;
}

/** The name players type, its records, and the log that hears them ask. */
export function defineAddress(context: Context): Address {
  const { stack, base, config, baseOutputs, names, address: domainName, recordName, queriedName } = context;
  const zone = new ChildZone(stack, "zone", {
    names,
    domainName,
    parentZoneId: base.delegation === "route53" ? baseOutputs.parentZoneId : undefined,
  });
  const { zoneId } = zone;
  return {
    zone,
    records: new AddressRecords(stack, "address", {
      zoneId,
      name: recordName,
      ipv6: config.ipv6,
      srv: config.srv && { name: queriedName, port: config.srv.port },
    }),
    queryLog: new QueryLog(stack, "query_log", {
      zoneId,
      logGroupName: containerNames(base.name, config.name).logGroups.queries,
    }),
  };
}
