import type { BaseConfig, ContainerConfig } from "../../src/config/load";
import { baseSchema } from "../../src/config/base/base-schema";
import { containerSchema } from "../../src/config/container/container-schema";

/** A base as its YAML would give it, with changes. */
export function baseConfig(changes: Record<string, unknown> = {}): BaseConfig {
  const settings = { name: "games", region: "us-west-2", domain: "mine.org", ...changes };
  return { ...baseSchema.parse(settings), domainAt: "configs/base.yaml:5:9" };
}

/** A container as its YAML would give it, with changes at the top level and in its one service. */
export function containerConfig(
  changes: Record<string, unknown> = {},
  service: Record<string, unknown> = {},
  name = "valheim",
): ContainerConfig {
  const settings = {
    instance_types: ["m7a.large"],
    availability_zone: "a",
    services: { game: { image: "example/game:1.0", ports: ["2456-2457/udp"], volumes: ["world:/config"], ...service } },
    volumes: { world: {} },
    ...changes,
  };
  return { ...containerSchema.parse(settings), name };
}
