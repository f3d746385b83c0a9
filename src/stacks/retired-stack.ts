import type { Construct } from "constructs";
import type { BaseConfig, ContainerConfig } from "../config/load";
import { fileSystems } from "../config/container/volume-schema";
import type { Companions } from "../lib/companions";
import { names } from "../../shared/names";
import { ProjectStack } from "./project-stack";
import type { StateLocation } from "../lib/state";
import { stackTags } from "../../shared/tags";
import type { Foundation } from "./parts/context";
import { guardedVolumes, homeOf } from "./parts/requirements";
import { defineVolumes, hasVault } from "./parts/volumes";

/**
 * A container that is no more: its kept volumes, their vaults and backup plans, and the role that fills and clears them.
 * With `keep: false` they stay until the stack is destroyed: an apply must first tell the vault that its points may go.
 * It reads no base, so base may go before it.
 */
export class RetiredStack extends ProjectStack {
  readonly companions: Companions;

  constructor(scope: Construct, base: BaseConfig, config: ContainerConfig, state: StateLocation) {
    const { name: project, region } = base;
    super(scope, config.name, { project, region, state, tags: stackTags(project, config.name, base.tags) });
    const foundation: Foundation = { stack: this, base, config, names: names(project, config.name) };

    const remaining = fileSystems(config.volumes).filter(([, volume]) => hasVault(volume));
    const volumes = defineVolumes(foundation, remaining);
    this.tell({
      file_system_ids: {
        value: Object.fromEntries(volumes.map(({ name, volume }) => [name, volume.fileSystemId])),
        description: "EFS file systems by volume",
      },
    });
    this.companions = {
      home: homeOf(foundation),
      facts: { container: config.name },
      requirements: [],
      volumes: guardedVolumes(foundation),
    };
  }
}
