/**
 * Short, so that players reach a new host within a minute; the same asleep and awake, so that keeper changes only the value.
 * Also for the SRV record: a query that a resolver answers from its cache does not wake the container.
 */
export const RECORD_TTL_SECONDS = 30;

/**
 * Values of the records while the container is asleep. Nobody uses these addresses (RFC 5737, RFC 6666), so a connection
 * times out; 0.0.0.0 would reach the player's own machine.
 */
export const PLACEHOLDER = { a: "192.0.2.1", aaaa: "100::1" } as const;

/** Names in a container's zone. */
export interface DnsNames {
  /** The address that players connect to, like valheim.example.com. */
  readonly address: string;
  /** Name of the A and AAAA records that keeper writes: the address, or the target of its SRV record. */
  readonly recordName: string;
  /** Name whose queries wake the container: the address, or the name of its SRV record. */
  readonly queriedName: string;
}

/** @param srvService like _minecraft._tcp; absent if clients query the address itself */
export function dnsNames(container: string, domain: string, srvService?: string): DnsNames {
  const address = `${container}.${domain}`;
  if (srvService === undefined) return { address, recordName: address, queriedName: address };
  return { address, recordName: `host.${address}`, queriedName: `${srvService}.${address}` };
}

/** True if clients find the address by its SRV record, and only SRV queries wake the container. */
export const isFoundBySrv = ({ address, recordName }: Pick<DnsNames, "address" | "recordName">): boolean =>
  recordName !== address;
