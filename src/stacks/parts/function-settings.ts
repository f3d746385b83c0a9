import { dnsNames } from "../../../shared/address";
import type { FunctionSettings, ServiceNames } from "../../../shared/function-settings";
import { runningServices, scheduledServices } from "../../config/compose/scheduled";
import { restartsWhenDone } from "../../config/compose/service-schema";
import { stopGraceSeconds, taskContainers, type TaskContainer } from "../../config/compose/task-containers";
import type { BaseConfig, ContainerConfig } from "../../config/load";
import { fileSystems } from "../../config/container/volume-schema";

/**
 * The part of the configuration that functions need.
 *
 * @param zones letters of the zones in which a host may start
 */
export function functionSettings(
  base: BaseConfig,
  config: ContainerConfig,
  zones: readonly string[],
): FunctionSettings {
  const { name: project, region, timeZone } = base;
  const { name: container, mode, ipv6, instanceTypes, diskGiB, startupTimeoutMinutes } = config;
  const { idle, limit, crashLoop, wake } = config;
  const { queriedName, ...names } = dnsNames(container, base.domain, config.srv?.service);
  return {
    keeper: {
      project,
      mode,
      container,
      region,
      ...names,
      ipv6,
      timeZone,
      instanceTypes,
      availabilityZones: zones.map((zone) => `${region}${zone}`),
      hasFileSystems: fileSystems(config.volumes).length > 0,
      diskGiB,
      stopGraceSeconds: stopGraceSeconds(config.services),
      startupTimeoutMinutes,
      idle,
      limit,
      crashLoop,
      services: serviceNames(taskContainers(runningServices(config.services), idle.ports)),
      scheduled: scheduledServices(config.services).map(({ name: service, schedule }) => ({
        service,
        timeoutMinutes: schedule.timeoutMinutes,
        overlap: schedule.overlap,
        wakes: schedule.wakes,
      })),
      wake: { perDay: wake.perDay },
    },
    wake: { project, container, queriedName, queryTypes: wake.queryTypes, homeRegion: region },
  };
}

function serviceNames(containers: readonly TaskContainer[]): ServiceNames {
  const named = (which: (container: TaskContainer) => boolean) => containers.filter(which).map(({ name }) => name);
  return {
    essential: named(({ essential }) => essential),
    nonEssential: named(({ essential }) => !essential),
    restartedWhenDone: named(({ spec }) => restartsWhenDone(spec)),
  };
}
