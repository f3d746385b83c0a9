import { APPLY_VARIABLES } from "../../../shared/function-settings";
import type { ContainerNames } from "../../../shared/container-names";
import { Hold } from "../../constructs/functions/hold";
import { Keeper } from "../../constructs/functions/keeper";
import { keeperEvents } from "../../constructs/functions/keeper-events";
import { keeperPermissions } from "../../constructs/functions/keeper-permissions";
import { Memory } from "../../constructs/functions/memory";
import { arns as arnsOf } from "../../../shared/arns";
import { QUERY_LOG_REGION } from "../../../shared/regions";
import type { ProjectStack } from "../project-stack";
import type { Address } from "./address";
import type { Workload } from "./workload";
import { hasVault, type DefinedVolume } from "./volumes";

export interface KeeperProps {
  readonly names: ContainerNames;
  readonly topicArn: string;
  readonly address: Address;
  readonly workload: Workload;
  readonly volumes: readonly DefinedVolume[];
}

/**
 * Keeper, its memory, and the hold parameter. Group and service are destroyed before keeper, so they depend on it. Here
 * they are names, because references would be circular.
 */
export function defineKeeper(stack: ProjectStack, props: KeeperProps): Keeper {
  const { names, volumes, topicArn, address, workload } = props;
  const { accountId, region } = stack;
  const { container } = names;
  const memory = new Memory(stack, "memory", { names });
  const hold = new Hold(stack, "hold", { names });

  const arns = arnsOf(region, accountId);
  const alarmsRead = [names.alarms.idle, names.alarms.queried].map((name) => arns.alarm(name));
  const host = {
    arns,
    groupName: names.group,
    clusterName: names.cluster,
    serviceName: names.service,
  };
  return new Keeper(stack, "keeper", {
    names,
    environment: { [APPLY_VARIABLES.keeper.zoneId]: address.zone.zoneId, [APPLY_VARIABLES.keeper.topicArn]: topicArn },
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
        arns.alarm(names.alarms.leftUp),
        // In the region of wake; base forwards its events to the home region.
        arnsOf(QUERY_LOG_REGION, accountId).alarm(names.alarms.wakeErrors),
      ],
      vaultNames: volumes.filter(({ config }) => hasVault(config)).map(({ name }) => names.of(name)),
      backupRoleName: names.backupRole,
    }),
    dependsOn: address.records.records,
  });
}
