import { hostPorts, type PortRange } from "../compose/ports";

interface HostPort {
  readonly hostPort: number;
  readonly protocol: PortRange["protocol"];
}

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
