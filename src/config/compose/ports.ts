import { composeText } from "./compose-text";
import { list } from "../schema/fields";
import { problemIf, type Problem } from "../schema/problem";
import { runRule, withRule } from "../schema/rule";
import { validEntries } from "../schema/holes";
import { mustBe } from "../schema/messages";

/** Consecutive published ports, one entry of `ports:`. */
export interface PortRange {
  readonly hostPort: number;
  readonly containerPort: number;
  /** Number of ports, counted up from both. */
  readonly count: number;
  readonly protocol: "tcp" | "udp";
}

/** Every host port of a range. */
export const hostPorts = ({ hostPort, count }: PortRange): number[] =>
  Array.from({ length: count }, (_, index) => hostPort + index);

/** The number of ports of all ranges. */
export const countOf = (ranges: readonly PortRange[]): number => ranges.reduce((sum, { count }) => sum + count, 0);

/** True if a range has a host port, like 25565/tcp. */
export const publishes = (range: PortRange, port: string): boolean =>
  hostPorts(range).some((number) => `${number}/${range.protocol}` === port);

type HostPort = Pick<PortRange, "hostPort" | "protocol">;

/** Every published port of a container's file. */
export const publishedPorts = (
  services: Readonly<Record<string, { readonly ports: readonly PortRange[] }>>,
): readonly HostPort[] =>
  Object.values(services).flatMap(({ ports }) =>
    ports.flatMap((range) => hostPorts(range).map((hostPort) => ({ hostPort, protocol: range.protocol }))),
  );

/** Those on which players count. @param ports host ports; undefined is all */
export const countedPorts = (all: readonly HostPort[], ports: readonly number[] | undefined): readonly HostPort[] =>
  all.filter(({ hostPort }) => ports?.includes(hostPort) ?? true);

const PORTS = /^(?:(\d{1,5})(?:-(\d{1,5}))?:)?(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp))?$/;
const EXAMPLES = 'a port or range, like "2456/udp", "2456-2457/udp" or "8080:80/tcp" (host:container)';

/** One entry of `ports:`. A single port is the host's and the container's; the default protocol is tcp, as in Compose. */
const portRange = composeText(longFormMessage)
  .meta({ pattern: PORTS.source, description: '"2456-2457/udp", or "8080:80/tcp" (host:container)' })
  .transform((entry, context): PortRange => {
    const [whole, hostFirst, hostLast, first = "", last, protocol] = PORTS.exec(entry) ?? [];
    const container = range(first, last);
    const host = hostFirst === undefined ? container : range(hostFirst, hostLast);
    if (whole === undefined) {
      context.addIssue(
        LOOPBACK.test(entry)
          ? ONLY_HOST
          : /^(\d+(\.\d+){3}|\[.*\]):/.test(entry)
            ? "an address before the port is not supported: a host has one address, write the ports only"
            : mustBe(EXAMPLES)({ input: entry }),
      );
    } else if (Math.min(host.first, container.first) < 1 || Math.max(host.last, container.last) > 65_535) {
      context.addIssue(`must have ports from 1 to 65535, got ${JSON.stringify(entry)}`);
    } else if (container.count < 1 || host.count < 1) {
      context.addIssue("the range ends before it starts: swap its ports");
    } else if (container.count > MAX_PORTS) {
      context.addIssue(`has ${container.count} ports: ECS allows at most ${MAX_PORTS} on one host`);
    } else if (container.count !== host.count) {
      context.addIssue(`has ${host.count} host ports, but ${container.count} container ports: make both ranges equal`);
    }
    return {
      hostPort: host.first,
      containerPort: container.first,
      count: container.count,
      protocol: protocol === "udp" ? "udp" : "tcp",
    };
  });

type LongForm = Readonly<Partial<Record<"target" | "published" | "protocol" | "host_ip", unknown>>>;
const isPlain = (value: unknown): value is string | number => typeof value === "string" || typeof value === "number";
const LOOPBACK = /^(127\.|localhost|\[?::1\]?)/;
const ONLY_HOST = "this port is for the host only, and publishing it would open it to the internet: remove the line";

/** The message for Compose's long form, with the same ports as one line. */
function longFormMessage({ input }: { readonly input?: unknown }): string {
  if (typeof input === "number") return `${input} has no protocol: write "${input}/tcp" or "${input}/udp"`;
  const { target, published = target, protocol = "tcp", host_ip: address } = (input ?? {}) as LongForm;
  if (!isPlain(target) || !isPlain(published) || !isPlain(protocol)) return mustBe(EXAMPLES)({ input });
  if (isPlain(address) && LOOPBACK.test(String(address))) return ONLY_HOST;
  const ports = published === target ? String(target) : `${published}:${target}`;
  return `must be one line: write "${ports}/${protocol}"`;
}

function range(firstText: string, lastText: string | undefined): { first: number; last: number; count: number } {
  const first = Number(firstText);
  const last = lastText === undefined ? first : Number(lastText);
  return { first, last, count: last - first + 1 };
}

/** Ports on which ECS and the host listen: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html */
const HOST_LISTENS: ReadonlyMap<number, string> = new Map([
  [22, "SSH"],
  [2375, "docker"],
  [2376, "docker"],
  [51678, "the ECS agent"],
  [51679, "the ECS agent"],
  [51680, "the ECS agent"],
]);
/** 100 per host, including the ones above (same page). */
export const MAX_PORTS = 100 - HOST_LISTENS.size;

const EXAMPLE = '["2456/udp"]';
const NO_PORTS = "without ports nobody can connect or be counted as a player";
/** For a file in which no service publishes ports. */
export const PORTS_MISSING = `is missing: write a list like ${EXAMPLE}; ${NO_PORTS}, so write [] only if you want that`;

/** Published ports of one service. */
export const ports = withRule(list(portRange, EXAMPLE, NO_PORTS), (ranges) => [
  ...portProblems(ranges),
  ...runRule(() => tooMany(ranges)),
]);

function portProblems(ranges: readonly PortRange[]): Problem[] {
  const taken = new Set<string>();
  return validEntries(ranges).flatMap(([index, entry]): Problem[] => {
    const { protocol } = entry;
    const numbers = hostPorts(entry);
    const twice = numbers.find((port) => taken.has(`${port}/${protocol}`));
    const reserved = protocol === "tcp" ? numbers.find((port) => HOST_LISTENS.has(port)) : undefined;
    for (const port of numbers) taken.add(`${port}/${protocol}`);
    return [
      ...problemIf([index], twice !== undefined && `host port ${twice}/${protocol} is published twice: keep one`),
      ...problemIf(
        [index],
        reserved !== undefined &&
          `host port ${reserved}/tcp is used by ${HOST_LISTENS.get(reserved) ?? "the host"}: publish another port`,
      ),
    ];
  });
}

/** The problem is at the entry that exceeds the limit. */
function tooMany(ranges: readonly PortRange[]): Problem[] {
  const counts = ranges.map((_, index) => countOf(ranges.slice(0, index + 1)));
  const index = counts.findIndex((count) => count > MAX_PORTS);
  const message = `publishes more than ${MAX_PORTS} ports, together with the entries above: ECS allows at most ${MAX_PORTS} on one host`;
  return problemIf([index], index >= 0 && message);
}
