import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import type { Construct } from "constructs";
import { runningServices, scheduledServices } from "../config/compose/scheduled";
import { fileSystems } from "../config/container/volume-schema";
import type { BaseConfig, ContainerConfig } from "../config/load";
import { BaseOutputs } from "../constructs/base-contract";
import { ContainerService } from "../constructs/workload/container-service";
import type { Companions } from "../lib/companions";
import { containerNames } from "../../shared/container-names";
import type { StateLocation } from "../lib/state";
import { stackTags } from "../../shared/tags";
import { defineAddress } from "./parts/address";
import { commands } from "./parts/commands";
import { defineHost, hostZones } from "./parts/host";
import { defineKeeper } from "./parts/keeper";
import { containerCompanions } from "./parts/requirements";
import { defineSchedules } from "./parts/schedules";
import { defineAccessPoints, defineVolumes, fileSystemIds } from "./parts/volumes";
import { defineWake } from "./parts/wake";
import { defineBackstops, defineKeeperAlarms } from "./parts/watch";
import { defineWorkload } from "./parts/workload";
import { ProjectStack } from "./project-stack";

/** One container: its files, what runs, its host and its address. */
export class ContainerStack extends ProjectStack {
  readonly companions: Companions;

  constructor(scope: Construct, base: BaseConfig, config: ContainerConfig, state: StateLocation) {
    const { name: project, region, domain } = base;
    const { name: container, availabilityZone } = config;
    const tags = stackTags(project, container, base.tags);
    super(scope, container, { project, region, state, tags });

    new ArchiveProvider(this, "archive"); // zips the functions' code
    const names = containerNames(project, container);
    const zones = hostZones(config, base);
    const baseOutputs = new BaseOutputs(this, "base", { project, location: state });
    const { alertsTopicArn: topicArn } = baseOutputs;
    const parentZoneId = base.delegation === "route53" ? baseOutputs.parentZoneId : undefined;

    // Without one, nobody connects: all services run at times.
    const isService = Object.keys(runningServices(config.services)).length > 0;
    const address = isService ? defineAddress(this, { names, config, domain, parentZoneId }) : undefined;
    /** The address whose DNS queries wake it. */
    const queried = config.mode === "on_demand" ? address : undefined;
    const files = defineVolumes(this, { names, availabilityZone, fileSystems: fileSystems(config.volumes) });
    const volumes = defineAccessPoints(this, names, files);
    const workload = defineWorkload(this, { names, base, config, volumes });
    const keeper = defineKeeper(this, { names, config, topicArn, address, workload, volumes });
    const alarms = defineKeeperAlarms(this, names, config, queried?.queriedName);
    const keeperReady = [...alarms, ...keeper.ready];
    const host = defineHost(this, {
      names,
      base,
      config,
      tags,
      zones,
      network: baseOutputs,
      workload,
      volumes,
      keeperReady,
    });
    const service =
      workload.task &&
      new ContainerService(this, "service", {
        names,
        clusterArn: workload.cluster.resource.arn,
        taskDefinitionArn: workload.task.definition.arn,
        deployNow: config.deploy === "now",
        dependsOn: [host.group],
      });
    if (queried && service) defineWake(this, { names, config, address: queried, keeper, service });
    defineSchedules(this, {
      names,
      config,
      timeZone: base.timeZone,
      keeper,
      topicArn,
      dependsOn: [service?.service ?? host.group],
    });
    defineBackstops(this, { names, config, topicArn, host, isQueried: queried !== undefined });

    this.output({
      ...(address && {
        address: { value: address.address, description: "Address that players connect to" },
        name_servers: {
          value: address.zone.nameServers,
          description: "Name servers of the container's hosted zone, for a manual delegation",
        },
        ...(address.fixed && {
          fixed_ipv4: { value: address.fixed.ipv4, description: "IPv4 address that every host gets (Elastic IP)" },
        }),
      }),
      log_group: { value: workload.logGroupName, description: "CloudWatch log group of the container's output" },
      file_system_ids: fileSystemIds(volumes),
      ...commands({ project, container, region }, config.mode, scheduledServices(config.services)),
    });
    this.companions = containerCompanions(this, { base, config, zones, baseOutputs, state });
  }
}
