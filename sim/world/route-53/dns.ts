export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly ttlSeconds: number;
  readonly values: readonly string[];
}

export interface DnsAnswer {
  readonly rcode: "NOERROR" | "NXDOMAIN";
  /** Empty: the name is there, a record of this type is not. */
  readonly values: readonly string[];
  readonly ttlSeconds: number;
}

export interface RecordChange {
  readonly action: "DELETE" | "UPSERT";
  readonly record: DnsRecord;
}

/** Who asked: part of the log line. */
export interface Asker {
  /** Address of the resolver, not of the player. */
  readonly ip: string;
  /** Route 53's server near it, like FRA56-C1; it has a log stream of its own. */
  readonly edge: string;
}

/** A query that reached a zone. */
export interface Query {
  readonly name: string;
  readonly type: string;
  readonly rcode: string;
  readonly asker: Asker;
}
