import type { ITerraformDependable } from "cdktf";
import type { ContainerConfig } from "../../config/load";
import type { Keeper } from "../../constructs/functions/keeper";
import type { Wake } from "../../constructs/functions/wake";
import type { HostGroup } from "../../constructs/host/host-group";
import { functionErrorsAlarm, idleAlarm, queriedAlarm } from "../../constructs/watch/alarms";
import { LeftUp } from "../../constructs/watch/left-up";
import { MinuteAlarm } from "../../constructs/watch/minute-alarm";
import type { ContainerNames } from "../../../shared/container-names";
import { QUERY_LOG_REGION } from "../../../shared/regions";
import type { ProjectStack } from "../project-stack";

export interface KeeperAlarmsProps {
  readonly names: ContainerNames;
  readonly config: Pick<ContainerConfig, "idle">;
  /** Name whose queries wake. */
  readonly queriedName: string;
}

/** What keeper reads in metrics. It needs them to the end, so the group goes before them. */
export function defineKeeperAlarms(
  stack: ProjectStack,
  { names, config: { idle }, queriedName }: KeeperAlarmsProps,
): ITerraformDependable[] {
  return [
    new MinuteAlarm(stack, "idle", idleAlarm(names, idle)).resource,
    new MinuteAlarm(stack, "queried", queriedAlarm(names, queriedName)).resource,
  ];
}

export interface BackstopsProps {
  readonly names: ContainerNames;
  readonly config: Pick<ContainerConfig, "limit">;
  readonly topicArn: string;
  readonly host: HostGroup;
  readonly keeper: Keeper;
  readonly wake: Wake;
}

/** What watches those who watch: a host that stayed up, and functions that fail. */
export function defineBackstops(stack: ProjectStack, props: BackstopsProps): void {
  const { names, config, topicArn, host, keeper, wake } = props;
  const { container } = names;
  const { perSessionMinutes, stop } = config.limit;
  new LeftUp(stack, "left_up", { names, host, perSessionMinutes, stop, topicArn });
  new MinuteAlarm(
    stack,
    "keeper_errors",
    functionErrorsAlarm({
      name: names.alarms.keeperErrors,
      functionName: keeper.name,
      logGroupName: keeper.logGroupName,
      meaning:
        `The keeper function of ${container} is failing: ${container} will not start, stop or drain. ` +
        `If its host is running with nobody connected, set the desired capacity of ${host.name} to 0.`,
      actions: [topicArn],
    }),
  );
  // No action: a topic of the home region is out of its reach. Its event is forwarded, and keeper mails.
  new MinuteAlarm(
    stack,
    "wake_errors",
    functionErrorsAlarm({
      name: names.alarms.wakeErrors,
      region: QUERY_LOG_REGION,
      functionName: wake.name,
      logGroupName: wake.logGroupName,
      meaning:
        `The wake function of ${container} is failing: a query may not start ${container}. ` +
        "Until it is repaired, start it by hand: terraform output wake prints the command.",
    }),
  );
}
