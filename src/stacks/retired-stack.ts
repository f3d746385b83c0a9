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
 * A container that is no more: its kept volumes, their vaults and backup plans, and the role that fills and clears them.
 * With `keep: false` they stay until the stack is destroyed: an apply must first tell the vault that its points may go.
 * It reads no base, so base may go before it.
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
    this.tell({ file_system_ids: fileSystemIds(volumes) });
    this.companions = { home: this.home, facts: { container }, requirements: [], volumes: guardedVolumes(config) };
  }
}
