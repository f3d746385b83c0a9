/** A port of the host that leads to a container. */
export interface PublishedPort {
  readonly hostPort: number;
  readonly protocol: "tcp" | "udp";
}

/** Merges consecutive ports: 2457, 2456, 80 become "80" and "2456:2457". */
export function portRanges(ports: readonly number[]): string[] {
  const ranges: { first: number; last: number }[] = [];
  for (const port of [...new Set(ports)].sort((a, b) => a - b)) {
    const previous = ranges.at(-1);
    if (previous && port === previous.last + 1) previous.last = port;
    else ranges.push({ first: port, last: port });
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}:${last}`));
}
