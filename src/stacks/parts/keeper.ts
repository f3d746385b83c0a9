import { scheduledServices } from "../../config/compose/scheduled";
import type { ContainerConfig } from "../../config/load";
import { RUN_AGE_SECONDS } from "../../constructs/workload/schedules";
import { APPLY_VARIABLES, NONE } from "../../../shared/function-settings";
import type { ContainerNames } from "../../../shared/container-names";
import { Keeper } from "../../constructs/functions/keeper";
import { Hold, Memory } from "../../constructs/functions/keeper-data";
import { keeperEvents } from "../../constructs/functions/keeper-events";
import { keeperPermissions } from "../../constructs/functions/keeper-permissions";
import { arns as arnsOf } from "../../../shared/arns";
import { QUERY_LOG_REGION } from "../../../shared/regions";
import type { ProjectStack } from "../project-stack";
import type { Address } from "./address";
import type { Workload } from "./workload";
import { hasVault, type DefinedVolume } from "./volumes";

export interface KeeperProps {
  readonly names: ContainerNames;
  readonly config: Pick<ContainerConfig, "mode" | "services">;
  readonly topicArn: string;
  /** Undefined if nobody connects. */
  readonly address: Address | undefined;
  readonly workload: Workload;
  readonly volumes: readonly DefinedVolume[];
}

/**
 * Keeper, its memory and, where it may put the container to sleep, the hold parameter. Group and service are destroyed before keeper, so they depend on it. Here
 * they are names, because references would be circular.
 */
export function defineKeeper(stack: ProjectStack, props: KeeperProps): Keeper {
  const { names, config, volumes, topicArn, address, workload } = props;
  const { accountId, region } = stack;
  const scheduled = scheduledServices(config.services);
  const memory = new Memory(stack, "memory", { names });
  const sleeps = config.mode === "on_demand";
  const hold = sleeps ? new Hold(stack, "hold", { names }) : undefined;

  const arns = arnsOf(region, accountId);
  const { idle, queried, leftUp, wakeErrors } = names.alarms;
  const alarmsRead = sleeps ? [idle, queried].map((name) => arns.alarm(name)) : [];
  // That of wake is in its region; base forwards its events to the home region.
  const alarmsMailed = sleeps ? [arns.alarm(leftUp), arnsOf(QUERY_LOG_REGION, accountId).alarm(wakeErrors)] : [];
  return new Keeper(stack, "keeper", {
    names,
    environment: {
      [APPLY_VARIABLES.keeper.zoneId]: address?.zone.zoneId ?? NONE,
      [APPLY_VARIABLES.keeper.topicArn]: topicArn,
      [APPLY_VARIABLES.keeper.allocationId]: address?.fixed?.allocationId ?? NONE,
      [APPLY_VARIABLES.keeper.fixedIpv4]: address?.fixed?.ipv4 ?? NONE,
    },
    maximumEventAgeSeconds: scheduled.length > 0 ? RUN_AGE_SECONDS : undefined,
    statements: keeperPermissions({
      names,
      arns,
      taskRoleArns: workload.tasks.flatMap(({ roleArns }) => roleArns),
      runFamilies: scheduled.map(({ name }) => names.ofService("task", name)),
      record: address && { zoneId: address.zone.zoneId, name: address.recordName, types: address.records.types },
      fixedAddressArn: address?.fixed?.arn,
      alarmArns: alarmsRead,
      memoryTableArn: memory.table.arn,
      holdParameterArn: hold?.parameter.arn,
      topicArn,
    }),
    events: keeperEvents({
      names,
      arns,
      alarmArns: [...alarmsRead, ...alarmsMailed],
      vaultNames: volumes.filter(({ config }) => hasVault(config)).map(({ name }) => names.of(name)),
    }),
    dependsOn: address?.records.records ?? [],
  });
}
