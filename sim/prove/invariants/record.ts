import { PLACEHOLDER } from "../../../shared/address";
import { number } from "../../world/terraform/objects";
import { type Instant, MINUTE } from "../../world/clock";
import type { Machine } from "../../world/ec2/machine";
import type { DnsRecord } from "../../world/route-53/dns";
import { isLate as isOverdue } from "../excuses";
import { inMinutes, type Invariant } from "./invariant";
import type { Subject } from "../subject";

/** A record, what it says while nobody is there, and otherwise. A fixed address is in it always. */
const RECORDS = [
  { type: "A", placeholder: PLACEHOLDER.a, addressOf: ({ ipv4 }: Machine) => ipv4 },
  { type: "AAAA", placeholder: PLACEHOLDER.aaaa, addressOf: ({ ipv6 }: Machine) => ipv6 },
] as const;

/** What Route 53 holds; resolvers see it later, and cache it for its TTL. */
export const recordRight: Invariant = {
  name: "the record is right",
  sentence:
    "the record is the host's address within 60 s, the placeholder within 60 s after it, with its TTL, and never deleted; a fixed address is in it always, and the host's within 60 s",
  watch: (subject) => {
    const records = RECORDS.slice(0, subject.settings.ipv6 ? 2 : 1).map((record) => watchRecord(subject, record));
    const checks = [...records, watchFixedAddress(subject)];
    return () => {
      for (const check of checks) {
        const wrong = check();
        if (wrong !== undefined) return wrong;
      }
      return undefined;
    };
  },
};

/** AWS sends no event when a person detaches a host, or when an apply fixes an address or releases it. */
function watchRecord(
  subject: Subject,
  { type, placeholder, addressOf }: (typeof RECORDS)[number],
): () => string | undefined {
  const { world, settings, chronicle } = subject;
  const { recordName: name } = settings;
  let wanted: string = placeholder;
  let since: Instant = -Infinity;
  let judged: DnsRecord | undefined;
  let [fixedBefore, fixedSince]: [string | undefined, Instant] = [fixedOf(type, subject), -Infinity];
  return () => {
    const { desired, host, now } = subject;
    const isThere = desired > 0 && (host?.state === "pending" || host?.state === "running");
    const fixed = fixedOf(type, subject);
    if (fixed !== fixedBefore) [fixedBefore, fixedSince] = [fixed, now];
    const wants = fixed ?? (isThere ? addressOf(host) : undefined) ?? placeholder;
    if (wants !== wanted) [wanted, since] = [wants, now];
    if (subject.isDestroyed || !subject.hasService) return undefined;
    const record = world.zones.recordOf(name, type);
    if (record === undefined) return "the record is deleted";
    if (record !== judged) {
      judged = record;
      const ttlSeconds = number(world.objects.find("aws_route53_record", { name, type })?.attributes["ttl"]);
      if (record.ttlSeconds !== ttlSeconds) return `the record's TTL is ${record.ttlSeconds} s`;
    }
    const [says = ""] = record.values;
    const known = Math.max(since, chronicle.last.hostsRefused);
    const unseen = Math.max(chronicle.last.detached, fixedSince);
    const isLate = says !== wanted && isOverdue(subject, known, unseen > since - MINUTE ? 6 : 1);
    return isLate ? `the record says ${says}, ${wanted} is right since ${inMinutes(now - since)}` : undefined;
  };
}

const fixedOf = (type: "A" | "AAAA", { settings }: Subject): string | undefined =>
  type === "A" ? settings.fixedAddress?.ipv4 : undefined;

/** A running host that shall stay has the fixed address. */
function watchFixedAddress(subject: Subject): () => string | undefined {
  let [without, since]: [Machine | undefined, Instant] = [undefined, 0];
  let [fixedBefore, fixedSince]: [string | undefined, Instant] = [fixedOf("A", subject), -Infinity];
  return () => {
    const { desired, host, now, chronicle } = subject;
    const fixed = fixedOf("A", subject);
    if (fixed !== fixedBefore) [fixedBefore, fixedSince] = [fixed, now];
    const lacks =
      fixed !== undefined && desired > 0 && host?.state === "running" && host.ipv4 !== fixed ? host : undefined;
    if (lacks !== without) [without, since] = [lacks, now];
    if (lacks === undefined || subject.isDestroyed) return undefined;
    const known = Math.max(since, chronicle.last.hostsRefused);
    const isLate = isOverdue(subject, known, fixedSince > since - MINUTE ? 6 : 1);
    return isLate ? `${lacks.id} runs without ${fixed ?? ""} for ${inMinutes(now - since)}` : undefined;
  };
}
