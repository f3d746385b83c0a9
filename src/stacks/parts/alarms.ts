import type { ITerraformDependable } from "cdktf";
import { ALARMS, functionErrorsAlarm, idleAlarm, queriedAlarm } from "../../constructs/watch/alarms";
import type { HostGroup } from "../../constructs/host/host-group";
import type { Keeper } from "../../constructs/functions/keeper";
import { LeftUp } from "../../constructs/watch/left-up";
import { MinuteAlarm } from "../../constructs/watch/minute-alarm";
import type { Wake } from "../../constructs/functions/wake";
import { QUERY_LOG_REGION } from "../../../shared/regions";
import type { Context } from "./context";

/** What keeper reads in metrics. It needs them to the end, so the group goes before them. */
export function defineKeeperAlarms({ stack, config, names, queriedName }: Context): ITerraformDependable[] {
  const owner = { names, container: config.name };
  const { afterMinutes: idleMinutes, packetsPerMinute } = config.idle;
  return [
    new MinuteAlarm(stack, "idle", idleAlarm(owner, { idleMinutes, packetsPerMinute })).resource,
    new MinuteAlarm(stack, "queried", queriedAlarm(owner, queriedName)).resource,
  ];
}

/** What watches those who watch: a host that stayed up, and functions that fail. */
export function defineBackstops(context: Context, host: HostGroup, keeper: Keeper, wake: Wake): void {
  const { stack, config, baseOutputs, names } = context;
  const container = config.name;
  const owner = { names, container };
  const topicArn = baseOutputs.alertsTopicArn;
  new LeftUp(stack, "left_up", {
    ...owner,
    host,
    sessionLimitMinutes: config.limit.perSessionMinutes,
    stop: config.limit.stop,
    topicArn,
  });
  new MinuteAlarm(
    stack,
    "keeper_errors",
    functionErrorsAlarm(owner, {
      role: ALARMS.keeperErrors,
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
    functionErrorsAlarm(owner, {
      role: ALARMS.wakeErrors,
      region: QUERY_LOG_REGION,
      functionName: wake.name,
      logGroupName: wake.logGroupName,
      meaning:
        `The wake function of ${container} is failing: a query may not start ${container}. ` +
        "Until it is repaired, start it by hand: terraform output wake prints the command.",
    }),
  );
}
