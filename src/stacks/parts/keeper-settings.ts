import type { KeeperSettings } from "../../../handlers/keeper/settings";
import { TimeZone } from "../../../handlers/keeper/time-zone";
import { restartsWhenDone } from "../../config/compose/service-schema";
import { ALARMS } from "../../constructs/watch/alarms";
import type { Cluster } from "../../constructs/workload/cluster";
import { serviceName } from "../../constructs/workload/container-service";
import type { Hold } from "../../constructs/functions/hold";
import { hostGroupName } from "../../constructs/host/host-group";
import type { Memory } from "../../constructs/functions/memory";
import { taskFamily } from "../../constructs/workload/task-definition";
import { metricNamespace } from "../../lib/names";
import type { Address } from "./address";
import { hostZones, longestStopGraceSeconds, type Context } from "./context";
import type { Task } from "./workload";

export interface KeepersThings {
  readonly address: Address;
  readonly cluster: Cluster;
  readonly task: Task;
  readonly memory: Memory;
  readonly hold: Hold;
}

/** What keeper is told: where everything is, and what the configuration says. Group and service by name only. */
export function keeperSettings(
  context: Context,
  { address, cluster, task, memory, hold }: KeepersThings,
): KeeperSettings {
  const { base, config, baseOutputs, names, domainName, recordName } = context;
  const { idle, limit, crashLoop, wake } = config;
  return {
    project: base.name,
    container: config.name,
    region: base.region,
    address: domainName,
    recordName,
    zoneId: address.zone.zoneId,
    ipv6: config.ipv6,
    groupName: hostGroupName(names),
    clusterName: cluster.name,
    serviceName: serviceName(names),
    taskFamily: taskFamily(names),
    memoryTable: memory.tableName,
    holdParameter: hold.parameterName,
    topicArn: baseOutputs.alertsTopicArn,
    metricNamespace: metricNamespace(base.name),
    idleAlarm: names.of(ALARMS.idle),
    queriedAlarm: names.of(ALARMS.queried),
    wakeErrorsAlarm: names.of(ALARMS.wakeErrors),
    queryLogGroup: address.queryLog.logGroup.name,
    containerLogGroup: task.logGroupName,
    timeZone: new TimeZone(base.timeZone),
    instanceTypes: config.instanceTypes,
    availabilityZones: hostZones(context).map((zone) => `${base.region}${zone}`),
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
