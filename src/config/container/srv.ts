import { choice } from "../schema/fields";
import type { Problem } from "../schema/problem";
import { isHole } from "../schema/holes";
import { publishes, type PortRange } from "../compose/ports";

const MINECRAFT = { service: "_minecraft._tcp", port: 25565 } as const;
const PUBLISHED = `${MINECRAFT.port}/tcp`;

/**
 * The SRV record by which players' programs find the container; undefined without one. Minecraft Java asks for it where
 * the port is 25565, typed or not (its class ServerRedirectHandler).
 */
export const srv = choice(["none", MINECRAFT.service])
  .prefault("none")
  .transform((written) => (written === "none" ? undefined : MINECRAFT))
  .meta({
    description:
      "_minecraft._tcp: only the SRV query of Minecraft Java wakes, so scanners, link previews and browsers do not; players " +
      `type the same address. Needs host port ${PUBLISHED}. Opening the multiplayer list asks for every saved server and ` +
      "wakes, too. Where SRV is unknown (Bedrock, some launchers for phones) players type host.<address>, which does not " +
      "wake; default none",
  });

interface Written {
  readonly srv: typeof MINECRAFT | undefined;
  readonly services: Readonly<Record<string, { readonly ports: readonly PortRange[] }>>;
  readonly queryTypes: readonly string[] | undefined;
}

/** What `srv` demands of other fields. */
export function srvProblems({ srv: record, services, queryTypes }: Written): Problem[] {
  if (record === undefined || isHole(record)) return [];
  const ranges = Object.values(services).flatMap(({ ports }) => ports);
  const unpublished = `needs host port ${PUBLISHED}, where Minecraft Java connects: add "${PUBLISHED}" to ports, or remove srv`;
  const noEffect = "has no effect with srv, where only the SRV query wakes: remove it, or remove srv";
  return [
    ...(ranges.some((range) => publishes(range, PUBLISHED)) ? [] : [{ path: ["srv"], message: unpublished }]),
    ...(queryTypes === undefined ? [] : [{ path: ["wake", "query_types"], message: noEffect }]),
  ];
}

/** Ports besides, which players must find without the SRV record. */
export function srvWarnings({ srv: record, services }: Omit<Written, "queryTypes">): Problem[] {
  if (record === undefined) return [];
  return Object.entries(services).flatMap(([name, { ports }]) =>
    ports.flatMap((range, index) =>
      range.count === 1 && publishes(range, PUBLISHED)
        ? []
        : [
            {
              path: ["services", name, "ports", index],
              message:
                "with srv the address itself has no A record: players reach this port at host.<address>, which does not wake",
            },
          ],
    ),
  );
}
