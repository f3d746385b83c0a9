import { environmentOf } from "../../../handlers/environment";
import { KEEPER } from "../../../handlers/keeper/settings";
import { backupRoleName } from "../../constructs/files/backup-role";
import { Hold } from "../../constructs/functions/hold";
import { Keeper } from "../../constructs/functions/keeper";
import { keeperEvents } from "../../constructs/functions/keeper-events";
import { keeperPermissions } from "../../constructs/functions/keeper-permissions";
import { Memory } from "../../constructs/functions/memory";
import { hostGroupName } from "../../constructs/host/host-group";
import { ALARMS } from "../../constructs/watch/alarms";
import { serviceName } from "../../constructs/workload/container-service";
import { arns as arnsOf } from "../../lib/arns";
import { QUERY_LOG_REGION } from "../../lib/regions";
import type { ProjectStack } from "../project-stack";
import { keeperSettings, type KeeperSettingsProps } from "./keeper-settings";
import { hasVault, type DefinedVolume } from "./volumes";

/** What keeper is told of, but for what is defined here. */
export interface KeeperProps extends Omit<KeeperSettingsProps, "region" | "memory" | "hold"> {
  readonly volumes: readonly DefinedVolume[];
}

/**
 * Keeper, what it remembers, and what people tell it. Group and service go before it when the stack is destroyed, so
 * they are defined after it: here they are names, because a reference would be a circle.
 */
export function defineKeeper(stack: ProjectStack, props: KeeperProps): Keeper {
  const { names, volumes, topicArn, address, workload } = props;
  const { accountId, region } = stack;
  const { container } = names;
  const memory = new Memory(stack, "memory", { names });
  const hold = new Hold(stack, "hold", { container, name: `/${names.project}/${container}/hold` });

  const arns = arnsOf(region, accountId);
  const alarmsRead = [ALARMS.idle, ALARMS.queried].map((role) => arns.alarm(names.of(role)));
  const host = {
    arns,
    groupName: hostGroupName(names),
    clusterName: workload.cluster.name,
    serviceName: serviceName(names),
  };
  return new Keeper(stack, "keeper", {
    names,
    environment: environmentOf(KEEPER, keeperSettings({ ...props, region, memory, hold })),
    statements: keeperPermissions({
      ...host,
      taskRoleArns: workload.roleArns,
      zoneId: address.zone.zoneId,
      recordName: address.recordName,
      recordTypes: address.records.types,
      alarmArns: alarmsRead,
      memoryTableArn: memory.tableArn,
      holdParameterArn: hold.parameterArn,
      topicArn,
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
      vaultNames: volumes.filter(({ config }) => hasVault(config)).map(({ name }) => names.of(name)),
      backupRoleName: backupRoleName(names),
    }),
    dependsOn: address.records.records,
  });
}
