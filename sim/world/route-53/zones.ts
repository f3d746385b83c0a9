import { text, texts } from "../../provider/values";
import { SECOND, type Instant } from "../clock";
import type { Core } from "../core";
import { AwsError } from "../errors";
import { type AppliedObject, number, tagsOf } from "../terraform/objects";
import type { QueryLog } from "./query-log";
import type { Asker, DnsAnswer, DnsRecord, Query, RecordChange } from "./dns";

interface Change {
  readonly record: DnsRecord;
  /** The time from which all of Route 53's servers answer with it. */
  readonly knownFrom: Instant;
}

/** How long resolvers cache that a record does not exist: the SOA record's TTL. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html */
const NEGATIVE_TTL_SECONDS = 900;

/** Route 53: public hosted zones. */
export class Zones {
  /** By zone, name and type; the newest last. */
  private readonly records = new Map<string, Change[]>();
  private readonly applied = new Map<string, AppliedObject>();
  /** Lookups since the last change: observers repeat them after each event. */
  private readonly current = new Map<string, DnsRecord | undefined>();
  private readonly random;
  /** Receives each query that reaches one of the zones. */
  onQuery: (zone: AppliedObject, query: Query) => void = () => {};

  constructor(
    private readonly core: Core,
    private readonly log: QueryLog,
  ) {
    this.random = core.random.fork("zones");
    this.refresh();
  }

  /** Takes over what an apply has changed: records that Terraform changed or removed, not those of functions. */
  refresh(): void {
    this.current.clear();
    const objects = new Map(this.core.objects.all("aws_route53_record").map((object) => [keyOf(object), object]));
    for (const key of this.applied.keys()) {
      if (objects.has(key)) continue;
      this.applied.delete(key);
      this.records.delete(key);
    }
    for (const [key, object] of objects) {
      const { zone_id, ttl, records } = object.attributes;
      const before = this.applied.get(key)?.attributes;
      this.applied.set(key, object);
      if (before !== undefined && JSON.stringify([before["ttl"], before["records"]]) === JSON.stringify([ttl, records]))
        continue;
      const record = { name: nameOf(object), type: text(object.attributes["type"]), values: texts(records) };
      this.put(text(zone_id), { ...record, ttlSeconds: number(ttl) ?? 300 }, this.core.now);
    }
  }

  /** The current record in any zone, as the API reads it. */
  recordOf(name: string, type: string): DnsRecord | undefined {
    const key = `${name} ${type}`;
    if (!this.current.has(key)) {
      const zone = this.authority(name);
      this.current.set(key, zone && this.records.get(`${zone.id} ${key}`)?.at(-1)?.record);
    }
    return this.current.get(key);
  }

  /** Answers a resolver's query. */
  ask(queryName: string, type: string, asker: Asker): DnsAnswer {
    const name = queryName.toLowerCase();
    const zone = this.authority(name);
    if (zone === undefined) return { rcode: "NXDOMAIN", values: [], ttlSeconds: NEGATIVE_TTL_SECONDS };
    const known = (key: string): DnsRecord | undefined =>
      this.records.get(key)?.findLast(({ knownFrom }) => knownFrom <= this.core.now)?.record;
    const record = known(`${zone.id} ${name} ${type}`);
    const isThere = [...this.records.keys()].some((key) => key.startsWith(`${zone.id} ${name} `));
    const rcode = isThere ? "NOERROR" : "NXDOMAIN";
    this.core.meter.add("Route 53 queries", 1);
    const query = { name: queryName, type, rcode, asker };
    this.log.write(zone, query);
    this.onQuery(zone, query);
    return { rcode, values: record?.values ?? [], ttlSeconds: record?.ttlSeconds ?? NEGATIVE_TTL_SECONDS };
  }

  /** The zone that is responsible for a name. Its parent zone, if it was applied too, must delegate to its servers. */
  private authority(name: string): AppliedObject | undefined {
    const { objects } = this.core;
    const named = ({ attributes }: AppliedObject): string => plain(text(attributes["name"]));
    return objects.memo(`authority of ${name}`, () => {
      const zone = objects.all("aws_route53_zone").find((candidate) => isWithin(name, named(candidate)));
      if (zone === undefined) return undefined;
      const parent = objects.all("parent_zone").find((candidate) => isWithin(named(zone), named(candidate)));
      const servers = parent && this.records.get(`${parent.id} ${named(zone)} NS`)?.at(-1)?.record.values;
      const own = texts(zone.attributes["name_servers"]);
      return parent === undefined || own.some((server) => servers?.includes(server)) ? zone : undefined;
    });
  }

  /** The records that the API reads in a zone. */
  recordsOf({ id }: AppliedObject): readonly DnsRecord[] {
    const changes = [...this.records].filter(([key]) => key.startsWith(`${id} `));
    return changes.flatMap(([, all]) => all.at(-1)?.record ?? []);
  }

  /** @throws AwsError if there is none */
  zone(id: string | undefined): AppliedObject {
    const zone = this.core.objects.find("aws_route53_zone", { zone_id: id?.replace("/hostedzone/", "") ?? "" });
    if (zone === undefined) throw new AwsError("NoSuchHostedZone", `No hosted zone found with ID: ${id ?? ""}`, 404);
    return zone;
  }

  /** All servers know a change within 60 seconds: https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html */
  change(zone: AppliedObject, changes: readonly RecordChange[], caller: string): void {
    const knownFrom = this.core.now + this.random.between(5, 60) * SECOND;
    this.current.clear();
    for (const { action, record } of changes) {
      const { name, type, values } = record;
      if (action === "DELETE") this.records.delete(`${zone.id} ${name} ${type}`);
      else {
        this.put(zone.id, record, knownFrom);
        this.core.record({ kind: "record", by: caller, name, type, values }, tagsOf(zone)["Container"]);
      }
    }
  }

  private put(zoneId: string, record: DnsRecord, knownFrom: Instant): void {
    const key = `${zoneId} ${record.name} ${record.type}`;
    const kept = (this.records.get(key) ?? []).slice(-9);
    this.records.set(key, [...kept, { record, knownFrom }]);
  }
}

const nameOf = ({ attributes: { fqdn, name } }: AppliedObject): string => plain(text(fqdn) || text(name));
const keyOf = (record: AppliedObject): string =>
  `${text(record.attributes["zone_id"])} ${nameOf(record)} ${text(record.attributes["type"])}`;
/** A name in lower case without the dot at its end. */
export const plain = (name = ""): string => name.toLowerCase().replace(/\.$/, "");
const isWithin = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`);
