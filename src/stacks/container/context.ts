import type { BaseConfig, ContainerConfig } from "../../config/load";
import type { BaseOutputs } from "../../constructs/base-contract";
import type { Names } from "../../lib/names";
import type { ProjectStack } from "../../lib/project-stack";

/** What every part of a container's stack is defined from. */
export interface Context {
  readonly stack: ProjectStack;
  readonly base: BaseConfig;
  readonly config: ContainerConfig;
  /** What base's own stack tells, read from its state. */
  readonly baseOutputs: BaseOutputs;
  readonly names: Names;
  readonly tags: Readonly<Record<string, string>>;
  /** The address players type, like valheim.example.com. */
  readonly domainName: string;
}

/** Zones a host may start in: the volumes' own, or all that base has. */
export const hostZones = ({ config, base }: Context): readonly string[] =>
  config.availabilityZone === undefined ? base.network.zones : [config.availabilityZone];
