import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import type { Construct } from "constructs";
import type { BaseConfig, ContainerConfig } from "../config/load";
import { fileSystems } from "../config/container/volume-schema";
import { BaseOutputs } from "../constructs/base-contract";
import { Cluster } from "../constructs/workload/cluster";
import { ContainerService } from "../constructs/workload/container-service";
import type { Companions } from "../lib/companions";
import { names as namesOf } from "../../shared/names";
import { ProjectStack } from "./project-stack";
import type { StateLocation } from "../lib/state";
import { stackTags } from "../../shared/tags";
import { defineBackstops, defineKeeperAlarms } from "./parts/alarms";
import { defineAddress } from "./parts/address";
import { commands } from "./parts/commands";
import { dnsNames } from "../../shared/address";
import type { Context } from "./parts/context";
import { defineHost } from "./parts/host";
import { defineKeeper } from "./parts/keeper";
import { containerCompanions } from "./parts/requirements";
import { defineTask } from "./parts/workload";
import { defineAccessPoints, defineVolumes } from "./parts/volumes";
import { defineWake } from "./parts/wake";

/** One container: where its files live, what runs, on which host, and by which name players find it. */
export class ContainerStack extends ProjectStack {
  readonly companions: Companions;

  constructor(scope: Construct, base: BaseConfig, config: ContainerConfig, state: StateLocation) {
    const { name: project, region } = base;
    const tags = stackTags(project, config.name, base.tags);
    super(scope, config.name, { project, region, state, tags });

    new ArchiveProvider(this, "archive"); // zips the functions' code
    const context: Context = {
      stack: this,
      base,
      config,
      baseOutputs: new BaseOutputs(this, "base", { project, location: state }),
      names: namesOf(project, config.name),
      tags,
      ...dnsNames(config.name, base.domain, config.srv?.service),
    };
    const address = defineAddress(context);
    const volumes = defineAccessPoints(context, defineVolumes(context, fileSystems(config.volumes)));
    const cluster = new Cluster(this, "cluster", context);
    const task = defineTask(context, volumes);
    const { keeper } = defineKeeper(context, address, cluster, task);
    const host = defineHost(context, cluster, task, volumes, [...defineKeeperAlarms(context), ...keeper.ready]);
    const service = new ContainerService(this, "service", {
      names: context.names,
      clusterArn: cluster.resource.arn,
      taskDefinitionArn: task.definition.arn,
      deployNow: config.deploy === "now",
      dependsOn: [host.group],
    });
    const wake = defineWake(context, address, keeper, service);
    defineBackstops(context, host, keeper, wake);

    this.tell({
      address: { value: context.address, description: "What players type" },
      name_servers: {
        value: address.zone.nameServers,
        description: "Name servers of the address, for a delegation by hand",
      },
      log_group: { value: task.logGroupName, description: "CloudWatch log group of what the container prints" },
      file_system_ids: {
        value: Object.fromEntries(volumes.map(({ name, volume }) => [name, volume.fileSystemId])),
        description: "EFS file systems by volume",
      },
      ...commands(context),
    });
    this.companions = containerCompanions(context, state);
  }
}
