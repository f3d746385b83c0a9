import type { BaseConfig, ContainerConfig } from "../../config/load";
import type { BaseOutputs } from "../../constructs/base-contract";
import type { Names } from "../../lib/names";
import type { ProjectStack } from "../project-stack";

/** What the files of a container are defined from; all that is left of it when it is retired. */
export interface Foundation {
  readonly stack: ProjectStack;
  readonly base: BaseConfig;
  readonly config: ContainerConfig;
  readonly names: Names;
}

/** What every other part of a container's stack is defined from. */
export interface Context extends Foundation {
  /** What base's own stack tells, read from its state. */
  readonly baseOutputs: BaseOutputs;
  readonly tags: Readonly<Record<string, string>>;
  /** The address players type, like valheim.example.com. */
  readonly domainName: string;
  /** Name of the A and AAAA records that keeper keeps: the address itself, or what its SRV record points at. */
  readonly recordName: string;
  /** Name whose queries wake: the address itself, or that of its SRV record. */
  readonly queriedName: string;
}

/** Names in the container's zone. */
export function dnsNames(
  { name, srv }: ContainerConfig,
  domain: string,
): Pick<Context, "domainName" | "recordName" | "queriedName"> {
  const domainName = `${name}.${domain}`;
  if (srv === undefined) return { domainName, recordName: domainName, queriedName: domainName };
  return { domainName, recordName: `host.${domainName}`, queriedName: `${srv.service}.${domainName}` };
}

/** Zones a host may start in: the file systems' own, or all that base has. */
export const hostZones = ({ config, base }: Context): readonly string[] =>
  config.availabilityZone === undefined ? base.network.zones : [config.availabilityZone];

/** How long the container may save: a host serves all of its services, so the slowest decides. */
export const longestStopGraceSeconds = ({ services }: ContainerConfig): number =>
  Math.max(...Object.values(services).map(({ stopGraceSeconds }) => stopGraceSeconds));
