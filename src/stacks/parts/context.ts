import type { BaseConfig, ContainerConfig } from "../../config/load";
import type { BaseOutputs } from "../../constructs/base-contract";
import type { Names } from "../../../shared/names";
import type { DnsNames } from "../../../shared/address";
import type { ProjectStack } from "../project-stack";

/** What the files of a container are defined from; all that is left of it when it is retired. */
export interface Foundation {
  readonly stack: ProjectStack;
  readonly base: BaseConfig;
  readonly config: ContainerConfig;
  readonly names: Names;
}

/** What every other part of a container's stack is defined from. */
export interface Context extends Foundation, DnsNames {
  /** What base's own stack tells, read from its state. */
  readonly baseOutputs: BaseOutputs;
  readonly tags: Readonly<Record<string, string>>;
}

/** Zones a host may start in: the file systems' own, or all that base has. */
export const hostZones = ({ config, base }: Pick<Context, "config" | "base">): readonly string[] =>
  config.availabilityZone === undefined ? base.network.zones : [config.availabilityZone];

/** How long the container may save: a host serves all of its services, so the slowest decides. */
export const longestStopGraceSeconds = ({ services }: ContainerConfig): number =>
  Math.max(...Object.values(services).map(({ stopGraceSeconds }) => stopGraceSeconds));
