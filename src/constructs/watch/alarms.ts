import type { ContainerNames } from "../../../shared/container-names";
import { DIMENSION, LATE_MINUTES, metricNamespace, METRICS, type Metric } from "../../../shared/metrics";
import type { IdleSettings } from "../../../shared/function-settings";
import type { FunctionName } from "../../../shared/functions";
import type { MinuteAlarmProps } from "./minute-alarm";

const sumOf = (names: ContainerNames, metric: Metric) => ({
  namespace: metricNamespace(names.project),
  metricName: METRICS[metric],
  dimensions: { [DIMENSION]: names.container },
  statistic: "Sum" as const,
});

/** Nobody is connected. It only triggers keeper, which reads the points itself. */
export function idleAlarm(
  names: ContainerNames,
  { afterMinutes, packetsPerMinute }: Pick<IdleSettings, "afterMinutes" | "packetsPerMinute">,
): MinuteAlarmProps {
  return {
    name: names.alarms.idle,
    description:
      `Nobody is connected to ${names.container}: it received fewer than ${packetsPerMinute} packets per minute for ` +
      `${afterMinutes} minutes. You do not have to do anything: its keeper function puts it to sleep.`,
    ...sumOf(names, "packets"),
    comparison: "LessThanThreshold",
    threshold: packetsPerMinute,
    minutes: afterMinutes + LATE_MINUTES,
    badMinutes: afterMinutes,
  };
}

/** A DNS query. The slow path, for when the wake function does not reach keeper; one of the last five minutes is enough. */
export function queriedAlarm(names: ContainerNames, address: string): MinuteAlarmProps {
  return {
    name: names.alarms.queried,
    description: `There was a DNS query for ${address}. You do not have to do anything: the keeper function starts ${names.container} if it is asleep.`,
    ...sumOf(names, "queries"),
    comparison: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    minutes: 5,
    badMinutes: 1,
  };
}

/** Runs that EventBridge Scheduler gave up: https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html */
export function droppedRunsAlarm(names: ContainerNames, actions: string[]): MinuteAlarmProps {
  const { container } = names;
  return {
    name: names.alarms.droppedRuns,
    actions,
    description:
      `A scheduled service of ${container} was due and did not run: EventBridge Scheduler could not invoke keeper for an hour. ` +
      `For the operator: see the log group ${names.logGroups.keeper}, and whether Lambda is throttled in this account.`,
    namespace: "AWS/Scheduler",
    metricName: "InvocationDroppedCount",
    dimensions: { ScheduleGroup: names.scheduleGroup },
    statistic: "Sum",
    comparison: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    minutes: 1,
    badMinutes: 1,
  };
}

export interface FunctionErrorsOptions extends Pick<MinuteAlarmProps, "region" | "actions"> {
  /** What no longer works, for a player. */
  readonly meaning: string;
  /** What to do until it works again, for the operator. */
  readonly remedy: string;
}

/** A function that keeps failing; Lambda's retries handle a single failure. */
export function functionErrorsAlarm(
  names: ContainerNames,
  name: FunctionName,
  { region, actions, meaning, remedy }: FunctionErrorsOptions,
): MinuteAlarmProps {
  const place = region === undefined ? "" : ` in ${region}`;
  return {
    name: names.alarms[`${name}Errors`],
    region,
    actions,
    description: `${meaning} For the operator: see the log group ${names.logGroups[name]}${place}. ${remedy}`,
    namespace: "AWS/Lambda",
    metricName: "Errors",
    dimensions: { FunctionName: names[name] },
    statistic: "Sum",
    comparison: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    minutes: 5,
    badMinutes: 3,
  };
}
