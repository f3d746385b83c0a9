import { containerNames } from "../../../shared/container-names";
import { LEARNED } from "../../../shared/settings";
import { fileSystems } from "../../config/container/volume-schema";
import { ALARMS } from "../../constructs/watch/alarms";
import { backupRoleName } from "../../constructs/files/backup-role";
import type { Cluster } from "../../constructs/workload/cluster";
import { serviceName } from "../../constructs/workload/container-service";
import { Hold } from "../../constructs/functions/hold";
import { hostGroupName } from "../../constructs/host/host-group";
import { Keeper } from "../../constructs/functions/keeper";
import { keeperEvents } from "../../constructs/functions/keeper-events";
import { keeperPermissions } from "../../constructs/functions/keeper-permissions";
import { Memory } from "../../constructs/functions/memory";
import { arns as arnsOf } from "../../../shared/arns";
import { QUERY_LOG_REGION } from "../../../shared/regions";
import type { Address } from "./address";
import type { Context } from "./context";
import type { Task } from "./workload";
import { hasVault } from "./volumes";

export interface DefinedKeeper {
  readonly keeper: Keeper;
  readonly hold: Hold;
}

/**
 * Keeper, what it remembers, and what people tell it. Group and service go before it when the stack is destroyed, so
 * they are defined after it: here they are names, because a reference would be a circle.
 */
export function defineKeeper(context: Context, address: Address, cluster: Cluster, task: Task): DefinedKeeper {
  const { stack, base, config, baseOutputs, names, recordName } = context;
  const { accountId } = stack;
  const container = config.name;
  const memory = new Memory(stack, "memory", { names });
  const hold = new Hold(stack, "hold", { container, name: containerNames(base.name, container).holdParameter });

  const arns = arnsOf(base.region, accountId);
  const alarmsRead = [ALARMS.idle, ALARMS.queried].map((role) => arns.alarm(names.of(role)));
  const host = {
    arns,
    groupName: hostGroupName(names),
    clusterName: cluster.name,
    serviceName: serviceName(names),
  };
  const keeper = new Keeper(stack, "keeper", {
    names,
    container,
    environment: {
      [LEARNED.keeper.zoneId]: address.zone.zoneId,
      [LEARNED.keeper.topicArn]: baseOutputs.alertsTopicArn,
    },
    statements: keeperPermissions({
      ...host,
      taskRoleArns: task.roleArns,
      zoneId: address.zone.zoneId,
      recordName,
      recordTypes: address.records.types,
      alarmArns: alarmsRead,
      memoryTableArn: memory.tableArn,
      holdParameterArn: hold.parameterArn,
      topicArn: baseOutputs.alertsTopicArn,
    }),
    events: keeperEvents({
      ...host,
      container,
      alarmArns: [
        ...alarmsRead,
        arns.alarm(names.of(ALARMS.leftUp)),
        // Lives where wake does; base forwards its event to the home region.
        arnsOf(QUERY_LOG_REGION, accountId).alarm(names.of(ALARMS.wakeErrors)),
      ],
      vaultNames: fileSystems(config.volumes).flatMap(([name, volume]) => (hasVault(volume) ? [names.of(name)] : [])),
      backupRoleName: backupRoleName(names),
    }),
    dependsOn: address.records.records,
  });
  return { keeper, hold };
}
