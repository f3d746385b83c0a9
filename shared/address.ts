/**
 * Short, so that players reach a new host within a minute; the same asleep and awake, so keeper changes only the value.
 * The SRV record has it, too: a resolver that still knows it does not ask, and so does not wake.
 */
export const RECORD_TTL_SECONDS = 30;

/**
 * What the records say while the container sleeps, addresses that nobody has (RFC 5737, RFC 6666): a game that tries them
 * times out, where 0.0.0.0 would reach the player's own machine.
 */
export const PLACEHOLDER = { a: "192.0.2.1", aaaa: "100::1" } as const;

/** Names in a container's zone. */
export interface DnsNames {
  /** What players type, like valheim.example.com. */
  readonly address: string;
  /** Name of the A and AAAA records that keeper keeps: the address, or what its SRV record points at. */
  readonly recordName: string;
  /** Whose queries wake: the address, or the name of its SRV record. */
  readonly queriedName: string;
}

/** @param srvService like _minecraft._tcp; absent if players' programs ask for the address itself */
export function dnsNames(container: string, domain: string, srvService?: string): DnsNames {
  const address = `${container}.${domain}`;
  if (srvService === undefined) return { address, recordName: address, queriedName: address };
  return { address, recordName: `host.${address}`, queriedName: `${srvService}.${address}` };
}

/** True if players' programs find the address by its SRV record, and nothing but their query for it wakes. */
export const isFoundBySrv = ({ address, recordName }: Pick<DnsNames, "address" | "recordName">): boolean =>
  recordName !== address;
