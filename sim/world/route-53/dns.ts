export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly ttlSeconds: number;
  readonly values: readonly string[];
}

export interface DnsAnswer {
  readonly rcode: "NOERROR" | "NXDOMAIN";
  /** Empty if the name exists without a record of this type. */
  readonly values: readonly string[];
  readonly ttlSeconds: number;
}

export interface RecordChange {
  readonly action: "DELETE" | "UPSERT";
  readonly record: DnsRecord;
}

/** The resolver that sent the query: part of the log line. */
export interface Asker {
  /** The resolver's address, not the player's. */
  readonly ip: string;
  /** The Route 53 edge location, like FRA56-C1; each has a log stream of its own. */
  readonly edge: string;
}

/** A query that reached a zone. */
export interface Query {
  readonly name: string;
  readonly type: string;
  readonly rcode: string;
  readonly asker: Asker;
}
