import type { KeeperSettings } from "../../../handlers/keeper/settings";
import { TimeZone } from "../../../handlers/keeper/time-zone";
import { restartsWhenDone } from "../../config/compose/service-schema";
import type { ContainerConfig } from "../../config/load";
import { ALARMS } from "../../constructs/watch/alarms";
import { serviceName } from "../../constructs/workload/container-service";
import type { Hold } from "../../constructs/functions/hold";
import { hostGroupName } from "../../constructs/host/host-group";
import type { Memory } from "../../constructs/functions/memory";
import { taskFamily } from "../../constructs/workload/task-definition";
import { metricNamespace, type ContainerNames } from "../../lib/names";
import type { Address } from "./address";
import { longestStopGraceSeconds, type Workload } from "./workload";

type Told =
  "crashLoop" | "diskGiB" | "idle" | "instanceTypes" | "ipv6" | "limit" | "services" | "startupTimeoutMinutes" | "wake";

export interface KeeperSettingsProps {
  readonly names: ContainerNames;
  readonly config: Pick<ContainerConfig, Told>;
  readonly region: string;
  /** In which days and months begin, like Europe/Berlin. */
  readonly timeZone: string;
  /** Letters of the zones a host may start in. */
  readonly zones: readonly string[];
  readonly topicArn: string;
  readonly address: Address;
  readonly workload: Workload;
  readonly memory: Memory;
  readonly hold: Hold;
}

/** What keeper is told: where everything is, and what the configuration says. Group and service by name only. */
export function keeperSettings(props: KeeperSettingsProps): KeeperSettings {
  const { names, config, region, timeZone, zones, topicArn, address, workload, memory, hold } = props;
  const { idle, limit, crashLoop, wake } = config;
  return {
    project: names.project,
    container: names.container,
    region,
    address: address.domainName,
    recordName: address.recordName,
    zoneId: address.zone.zoneId,
    ipv6: config.ipv6,
    groupName: hostGroupName(names),
    clusterName: workload.cluster.name,
    serviceName: serviceName(names),
    taskFamily: taskFamily(names),
    memoryTable: memory.tableName,
    holdParameter: hold.parameterName,
    topicArn,
    metricNamespace: metricNamespace(names.project),
    idleAlarm: names.of(ALARMS.idle),
    queriedAlarm: names.of(ALARMS.queried),
    wakeErrorsAlarm: names.of(ALARMS.wakeErrors),
    queryLogGroup: address.queryLog.logGroup.name,
    containerLogGroup: workload.logGroupName,
    timeZone: new TimeZone(timeZone),
    instanceTypes: config.instanceTypes,
    availabilityZones: zones.map((zone) => `${region}${zone}`),
    diskGiB: config.diskGiB,
    stopGraceSeconds: longestStopGraceSeconds(config),
    startupTimeoutMinutes: config.startupTimeoutMinutes,
    idleMinutes: idle.afterMinutes,
    packetsPerMinute: idle.packetsPerMinute,
    countsAllTraffic: idle.count === "all_traffic",
    stopAtLimit: limit.stop,
    sessionLimitMinutes: limit.perSessionMinutes,
    dayLimitMinutes: limit.perDayMinutes,
    monthLimitMinutes: limit.perMonthMinutes,
    dayTrafficMiB: limit.trafficPerDayMiB,
    monthTrafficMiB: limit.trafficPerMonthMiB,
    crashStops: crashLoop.stops,
    crashWithinMinutes: crashLoop.withinMinutes,
    crashRestMinutes: crashLoop.restMinutes,
    restartsWhenDone: Object.values(config.services).some(restartsWhenDone),
    wakesPerDay: wake.perDay,
  };
}
