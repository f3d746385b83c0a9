import { LATE_MINUTES } from "../../../handlers/keeper/settings";
import { metricNamespace, type ContainerNames, type Names } from "../../lib/names";
import type { MinuteAlarmProps } from "./minute-alarm";

/** Last parts of the alarms' names, by which keeper's events, role and settings name them without a reference. */
export const ALARMS = {
  idle: "idle",
  queried: "queried",
  leftUp: "leftup",
  keeperErrors: "keepererrors",
  wakeErrors: "wakeerrors",
} as const;

/** Nobody plays. Only a reason for keeper to look: it reads the points itself. */
export function idleAlarm(
  names: ContainerNames,
  { idleMinutes, packetsPerMinute }: { readonly idleMinutes: number; readonly packetsPerMinute: number },
): MinuteAlarmProps {
  return {
    name: names.of(ALARMS.idle),
    description:
      `Nobody plays on ${names.container}: fewer than ${packetsPerMinute} packets a minute for ${idleMinutes} minutes. ` +
      "Nothing to do: keeper looks, and puts it to sleep.",
    namespace: metricNamespace(names.project),
    metricName: "Packets",
    dimensions: { Container: names.container },
    statistic: "Sum",
    comparison: "LessThanThreshold",
    threshold: packetsPerMinute,
    minutes: idleMinutes + LATE_MINUTES,
    badMinutes: idleMinutes,
  };
}

/** Somebody asked DNS. The slow path, for when wake does not reach keeper; any minute of the last five will do. */
export function queriedAlarm(names: ContainerNames, address: string): MinuteAlarmProps {
  return {
    name: names.of(ALARMS.queried),
    description: `Somebody asked DNS for ${address}. Nothing to do: keeper looks, and wakes ${names.container} if it sleeps.`,
    namespace: metricNamespace(names.project),
    metricName: "DnsQueries",
    dimensions: { Container: names.container },
    statistic: "Sum",
    comparison: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    minutes: 5,
    badMinutes: 1,
  };
}

export interface FunctionErrorsOptions {
  /** Physical name of the function. */
  readonly functionName: string;
  readonly logGroupName: string;
  /** Last part of the alarm's name. */
  readonly role: string;
  /** What does not work any more, and what a person does meanwhile. */
  readonly meaning: string;
  /** Absent: the home region. */
  readonly region?: string;
  readonly actions?: string[];
}

/** A function fails again and again; once is what Lambda's retries are for. */
export function functionErrorsAlarm(names: Names, options: FunctionErrorsOptions): MinuteAlarmProps {
  const { functionName, logGroupName, role, meaning, region, actions } = options;
  return {
    name: names.of(role),
    region,
    description: `${meaning} The reason is in the log group ${logGroupName}${region === undefined ? "" : ` in ${region}`}.`,
    namespace: "AWS/Lambda",
    metricName: "Errors",
    dimensions: { FunctionName: functionName },
    statistic: "Sum",
    comparison: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    minutes: 5,
    badMinutes: 3,
    actions,
  };
}
