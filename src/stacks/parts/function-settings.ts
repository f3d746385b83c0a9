import { dnsNames } from "../../../shared/address";
import type { FunctionSettings } from "../../../shared/function-settings";
import { restartsWhenDone } from "../../config/compose/service-schema";
import { stopGraceSeconds } from "../../config/compose/task-containers";
import type { BaseConfig, ContainerConfig } from "../../config/load";

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
  const { name: container, ipv6, instanceTypes, diskGiB, startupTimeoutMinutes, idle, limit, crashLoop, wake } = config;
  const { queriedName, ...names } = dnsNames(container, base.domain, config.srv?.service);
  return {
    keeper: {
      project,
      container,
      region,
      ...names,
      ipv6,
      timeZone,
      instanceTypes,
      availabilityZones: zones.map((zone) => `${region}${zone}`),
      diskGiB,
      stopGraceSeconds: stopGraceSeconds(config.services),
      startupTimeoutMinutes,
      idle,
      limit,
      crashLoop,
      restartsWhenDone: Object.values(config.services).some(restartsWhenDone),
      wake: { perDay: wake.perDay },
    },
    wake: { project, container, queriedName, queryTypes: wake.queryTypes, homeRegion: region },
  };
}
