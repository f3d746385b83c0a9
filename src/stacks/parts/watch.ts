import type { ITerraformDependable } from "cdktf";
import type { ContainerConfig } from "../../config/load";
import type { HostGroup } from "../../constructs/host/host-group";
import { functionErrorsAlarm, idleAlarm, queriedAlarm } from "../../constructs/watch/alarms";
import { LeftUp } from "../../constructs/watch/left-up";
import { MinuteAlarm } from "../../constructs/watch/minute-alarm";
import type { ContainerNames } from "../../../shared/container-names";
import { QUERY_LOG_REGION } from "../../../shared/regions";
import type { ProjectStack } from "../project-stack";

/**
 * The alarms that keeper reads. The group is destroyed before them, because keeper needs them to drain its host.
 *
 * @param queriedName name whose queries wake the container; undefined if nobody connects
 */
export function defineKeeperAlarms(
  stack: ProjectStack,
  names: ContainerNames,
  { idle }: Pick<ContainerConfig, "idle">,
  queriedName: string | undefined,
): ITerraformDependable[] {
  if (queriedName === undefined) return [];
  return [
    new MinuteAlarm(stack, "idle", idleAlarm(names, idle)).resource,
    new MinuteAlarm(stack, "queried", queriedAlarm(names, queriedName)).resource,
  ];
}

export interface BackstopsProps {
  readonly names: ContainerNames;
  readonly config: Pick<ContainerConfig, "limit" | "mode">;
  readonly topicArn: string;
  readonly host: HostGroup;
  /** False: there is no function wake, because nobody connects or the container never sleeps. */
  readonly isQueried: boolean;
}

/** Alarms that do not depend on keeper: a host that runs too long, and functions that fail. */
export function defineBackstops(stack: ProjectStack, props: BackstopsProps): void {
  const { names, config, topicArn, host, isQueried } = props;
  const { container } = names;
  const { perSessionMinutes, stop } = config.limit;
  const sleeps = config.mode === "on_demand";
  if (sleeps) new LeftUp(stack, "left_up", { names, host, perSessionMinutes, stop, topicArn });
  const keeperFails = sleeps
    ? {
        meaning: `The keeper function of ${container} is failing: ${container} will not start, stop or drain. A running game continues.`,
        remedy: `If the host is running with nobody connected, set the desired capacity of the Auto Scaling group ${names.group} to 0.`,
      }
    : {
        meaning: `The keeper function of ${container} is failing: if the host of ${container} fails, nothing replaces it. What runs goes on.`,
        remedy: `To replace a failed host by hand, set the desired capacity of the Auto Scaling group ${names.group} to 0, then to 1, and write the new host's address into the record.`,
      };
  new MinuteAlarm(
    stack,
    "keeper_errors",
    functionErrorsAlarm(names, "keeper", { ...keeperFails, actions: [topicArn] }),
  );
  if (!isQueried) return;
  // No action: the topic is in the home region. Base forwards the alarm's event, and keeper sends the mail.
  new MinuteAlarm(
    stack,
    "wake_errors",
    functionErrorsAlarm(names, "wake", {
      region: QUERY_LOG_REGION,
      meaning: `The wake function of ${container} is failing: connecting may not start ${container}. A running game continues.`,
      remedy: `To start ${container} by hand, run the command that terraform output wake prints.`,
    }),
  );
}
