import { z } from "zod";

/** Published ports that lie side by side, as one entry of `ports:` names them. */
export interface PortRange {
  readonly hostPort: number;
  readonly containerPort: number;
  /** How many ports, counted up from both. */
  readonly count: number;
  readonly protocol: "tcp" | "udp";
}

const PORTS = /^(?:(\d{1,5})(?:-(\d{1,5}))?:)?(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp))?$/;
const RULE = 'must look like "2456/udp", "2456-2457/udp" or "8080:80/tcp" (host:container)';

/** One entry of `ports:`. A port alone is the same port outside; without a protocol it is tcp, as in Compose. */
export const portRange = z
  .string({
    error: ({ input }) =>
      typeof input === "number"
        ? `${input} what? write "${input}/tcp" or "${input}/udp"`
        : input === undefined
          ? undefined
          : RULE,
  })
  .regex(PORTS, {
    error: ({ input }) =>
      /^[\d.]+:\d+(-\d+)?:/.test(String(input))
        ? "an address before the port is not taken: hosts have one address"
        : RULE,
  })
  .meta({ description: '"2456-2457/udp", or "8080:80/tcp" (host:container)' })
  .transform((entry, context): PortRange => {
    const [, hostFirst, hostLast, first = "", last, protocol = "tcp"] = PORTS.exec(entry) ?? [];
    const container = range(first, last);
    const host = hostFirst === undefined ? container : range(hostFirst, hostLast);
    if (
      [container.last, host.last].some((port) => port > 65_535) ||
      [container.first, host.first].some((port) => port < 1)
    ) {
      context.addIssue("ports go from 1 to 65535");
    } else if (container.count < 1 || host.count < 1) {
      context.addIssue("the range ends before it begins");
    } else if (container.count !== host.count) {
      context.addIssue(`${host.count} ports outside for ${container.count} inside: the ranges must be of one length`);
    }
    return {
      hostPort: host.first,
      containerPort: container.first,
      count: container.count,
      protocol: protocol === "udp" ? "udp" : "tcp",
    };
  });

function range(firstText: string, lastText: string | undefined): { first: number; last: number; count: number } {
  const first = Number(firstText);
  const last = lastText === undefined ? first : Number(lastText);
  return { first, last, count: last - first + 1 };
}
