import type { ContainerNames } from "../../../shared/container-names";
import { DIMENSION, LATE_MINUTES, metricNamespace, METRICS, type Metric } from "../../../shared/metrics";
import type { IdleSettings } from "../../../shared/function-settings";
import type { MinuteAlarmProps } from "./minute-alarm";

/** The container's own metric, minute by minute. */
const sumOf = (names: ContainerNames, metric: Metric) => ({
  namespace: metricNamespace(names.project),
  metricName: METRICS[metric],
  dimensions: { [DIMENSION]: names.container },
  statistic: "Sum" as const,
});

/** Nobody plays. Only a reason for keeper to look: it reads the points itself. */
export function idleAlarm(
  names: ContainerNames,
  { afterMinutes, packetsPerMinute }: Pick<IdleSettings, "afterMinutes" | "packetsPerMinute">,
): MinuteAlarmProps {
  return {
    name: names.alarms.idle,
    description:
      `Nobody plays on ${names.container}: fewer than ${packetsPerMinute} packets a minute for ${afterMinutes} minutes. ` +
      "Nothing to do: keeper looks, and puts it to sleep.",
    ...sumOf(names, "packets"),
    comparison: "LessThanThreshold",
    threshold: packetsPerMinute,
    minutes: afterMinutes + LATE_MINUTES,
    badMinutes: afterMinutes,
  };
}

/** Somebody asked DNS. The slow path, for when wake does not reach keeper; any minute of the last five will do. */
export function queriedAlarm(names: ContainerNames, address: string): MinuteAlarmProps {
  return {
    name: names.alarms.queried,
    description: `Somebody asked DNS for ${address}. Nothing to do: keeper looks, and wakes ${names.container} if it sleeps.`,
    ...sumOf(names, "queries"),
    comparison: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    minutes: 5,
    badMinutes: 1,
  };
}

export interface FunctionErrorsOptions extends Pick<MinuteAlarmProps, "name" | "region" | "actions"> {
  /** Physical name of the function. */
  readonly functionName: string;
  readonly logGroupName: string;
  /** What does not work any more, and what a person does meanwhile. */
  readonly meaning: string;
}

/** A function fails again and again; once is what Lambda's retries are for. */
export function functionErrorsAlarm(options: FunctionErrorsOptions): MinuteAlarmProps {
  const { functionName, logGroupName, meaning, ...rest } = options;
  const { region } = rest;
  return {
    ...rest,
    description: `${meaning} The reason is in the log group ${logGroupName}${region === undefined ? "" : ` in ${region}`}.`,
    namespace: "AWS/Lambda",
    metricName: "Errors",
    dimensions: { FunctionName: functionName },
    statistic: "Sum",
    comparison: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    minutes: 5,
    badMinutes: 3,
  };
}
