/** Milliseconds since 1970, UTC. */
export type Instant = number;

/** What a line of a Route 53 query log says about one DNS query. */
export interface Query {
  readonly time: Instant;
  /** Lower case, without a dot at its end. */
  readonly name: string;
  /** Like A, AAAA or SRV; types without a name in TYPES stay as they are logged. */
  readonly type: string;
  /** Address of the resolver that asked; the player is behind it. */
  readonly resolver: string;
}

/** Types may be logged by number (RFC 3597: TYPE65). These are the ones that can wake. */
const TYPES: Readonly<Record<string, string>> = { 1: "A", 28: "AAAA", 33: "SRV", 65: "HTTPS" };
const UTC_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const FIELDS = 10;

/**
 * The query of a line: version, time, zone id, name, type, response code, protocol, edge location, resolver, EDNS client
 * subnet or -, with spaces between. Further fields are allowed: a minor version of the format may add some.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html
 *
 * @returns undefined for a line of another form
 */
export function queryOf(line: string): Query | undefined {
  const fields = line.split(/\s+/);
  const [, time = "", , name = "", type = "", , , , resolver = ""] = fields;
  const instant = UTC_TIME.test(time) ? Date.parse(time) : NaN;
  if (fields.length < FIELDS || Number.isNaN(instant)) return undefined;
  return { time: instant, name: plainName(name), type: namedType(type), resolver };
}

/** DNS ignores case, and some resolvers write names in random case to make forged answers harder. */
const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, "");

const namedType = (type: string): string => TYPES[/^(?:TYPE)?(\d+)$/.exec(type)?.[1] ?? ""] ?? type;
