import type { ITerraformDependable } from "cdktf";
import type { ContainerConfig } from "../../config/load";
import type { HostGroup } from "../../constructs/host/host-group";
import { functionErrorsAlarm, idleAlarm, queriedAlarm } from "../../constructs/watch/alarms";
import { LeftUp } from "../../constructs/watch/left-up";
import { MinuteAlarm } from "../../constructs/watch/minute-alarm";
import type { ContainerNames } from "../../../shared/container-names";
import type { Mode } from "../../../shared/function-settings";
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
  if (config.mode === "on_demand") new LeftUp(stack, "left_up", { names, host, perSessionMinutes, stop, topicArn });
  new MinuteAlarm(
    stack,
    "keeper_errors",
    functionErrorsAlarm(names, "keeper", { ...withoutKeeper(names, config.mode), actions: [topicArn] }),
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

const withoutKeeper = ({ container, group }: ContainerNames, mode: Mode) => {
  const fails = `The keeper function of ${container} is failing:`;
  return mode === "on_demand"
    ? {
        meaning: `${fails} ${container} will not start, stop or drain. A running game continues.`,
        remedy: `If the host is running with nobody connected, set the desired capacity of the Auto Scaling group ${group} to 0.`,
      }
    : {
        meaning: `${fails} if the host of ${container} fails, nothing replaces it. What runs now continues.`,
        remedy:
          `To replace a failed host by hand, set the desired capacity of the Auto Scaling group ${group} to 0, and when it ` +
          "has no instance left to 1; then point the Route 53 record at the new host.",
      };
};
