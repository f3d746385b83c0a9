import type { Mode } from "../../../shared/function-settings";
import { choice } from "../schema/fields";
import { inServices, problemIf, type Problem } from "../schema/problem";
import { isHole } from "../schema/holes";
import { publishes, type PortRange } from "../compose/ports";

const MINECRAFT = { service: "_minecraft._tcp", port: 25565 } as const;
const PUBLISHED = `${MINECRAFT.port}/tcp`;

/**
 * The SRV record with which game clients find the container; undefined without one. Minecraft Java queries it if the
 * port is 25565, typed or by default (its class ServerRedirectHandler).
 */
export const srv = choice(["none", MINECRAFT.service])
  .prefault("none")
  .transform((written) => (written === "none" ? undefined : MINECRAFT))
  .describe(
    "_minecraft._tcp: only Minecraft Java's SRV query wakes the container, not scanners, link previews and browsers; the " +
      `address stays the same. Needs host port ${PUBLISHED}. Opening the multiplayer list queries every saved server, so it ` +
      "wakes the container, too. Clients without SRV (Bedrock, some phone launchers) use host.<address>, which does not " +
      "wake it; default none",
  );

interface Written {
  readonly srv: typeof MINECRAFT | undefined;
  readonly services: Readonly<Record<string, { readonly ports: readonly PortRange[] }>>;
  readonly queryTypes: readonly string[] | undefined;
}

/** Rules between `srv` and other fields. */
export function srvProblems({ srv: srvRecord, services, queryTypes }: Written): Problem[] {
  if (srvRecord === undefined || isHole(srvRecord)) return [];
  const ranges = Object.values(services).flatMap(({ ports }) => ports);
  const unpublished = `needs host port ${PUBLISHED}, to which Minecraft Java connects: add "${PUBLISHED}" to ports, or remove srv`;
  const noEffect = "has no effect with srv, because only the SRV query wakes the container: remove one of them";
  return [
    ...problemIf(["srv"], !ranges.some((range) => publishes(range, PUBLISHED)) && unpublished),
    ...problemIf(["wake", "query_types"], queryTypes && noEffect),
  ];
}

/** Other ports, which clients must find without the SRV record. */
export function srvWarnings({
  mode,
  srv: srvRecord,
  services,
}: Omit<Written, "queryTypes"> & { readonly mode: Mode }): Problem[] {
  if (srvRecord === undefined) return [];
  const message =
    "with srv the address has no A record: players reach this port at host.<address>" +
    (mode === "on_demand" ? ", which does not wake the container" : "");
  return inServices(services, ({ ports }) =>
    ports.flatMap((range, index) =>
      problemIf(["ports", index], !(range.count === 1 && publishes(range, PUBLISHED)) && message),
    ),
  );
}
