import type { Construct } from "constructs";
import { fileSystems } from "../config/container/volume-schema";
import type { BaseConfig, ContainerConfig } from "../config/load";
import type { Companions } from "../lib/companions";
import { containerNames } from "../../shared/container-names";
import type { StateLocation } from "../lib/state";
import { stackTags } from "../../shared/tags";
import { guardedVolumes } from "./parts/requirements";
import { defineVolumes, fileSystemIds, hasVault } from "./parts/volumes";
import { ProjectStack } from "./project-stack";

/**
 * A retired container: its kept volumes, their vaults and backup plans, and the role of AWS Backup. Volumes with
 * `keep: false` that have a vault stay until the stack is destroyed: first an apply must allow the vault to delete its
 * recovery points. The stack does not read base, so base can be destroyed before it.
 */
export class RetiredStack extends ProjectStack {
  readonly companions: Companions;

  constructor(scope: Construct, base: BaseConfig, config: ContainerConfig, state: StateLocation) {
    const { name: project, region } = base;
    const { name: container, availabilityZone } = config;
    super(scope, container, { project, region, state, tags: stackTags(project, container, base.tags) });

    const remaining = fileSystems(config.volumes).filter(([, volume]) => hasVault(volume));
    const names = containerNames(project, container);
    const volumes = defineVolumes(this, { names, availabilityZone, fileSystems: remaining });
    this.output({ file_system_ids: fileSystemIds(volumes) });
    this.companions = { home: this.home, facts: { container }, requirements: [], volumes: guardedVolumes(config) };
  }
}
