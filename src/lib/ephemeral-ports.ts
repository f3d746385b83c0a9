/**
 * Ports that Linux assigns to outgoing connections, the default of net.ipv4.ip_local_port_range:
 * https://docs.kernel.org/networking/ip-sysctl.html. A published port in this range must be reserved, or a connection of
 * the host may use it when the container starts.
 */
export const EPHEMERAL_PORTS = { first: 32_768, last: 60_999 } as const;

export function isEphemeral(port: number): boolean {
  return port >= EPHEMERAL_PORTS.first && port <= EPHEMERAL_PORTS.last;
}
