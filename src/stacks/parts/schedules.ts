import type { ITerraformDependable } from "cdktf";
import { scheduledServices } from "../../config/compose/scheduled";
import type { ContainerConfig } from "../../config/load";
import type { Keeper } from "../../constructs/functions/keeper";
import { Schedules } from "../../constructs/workload/schedules";
import { droppedRunsAlarm } from "../../constructs/watch/alarms";
import { MinuteAlarm } from "../../constructs/watch/minute-alarm";
import { arns } from "../../../shared/arns";
import type { ContainerNames } from "../../../shared/container-names";
import type { ProjectStack } from "../project-stack";

export interface SchedulesProps {
  readonly names: ContainerNames;
  readonly config: Pick<ContainerConfig, "services">;
  /** Of schedules without one of their own. */
  readonly timeZone: string;
  readonly keeper: Keeper;
  readonly topicArn: string;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Calls keeper when the runs of scheduled services are due. */
export function defineSchedules(stack: ProjectStack, props: SchedulesProps): void {
  const { names, config, timeZone, keeper, topicArn, dependsOn } = props;
  const scheduled = scheduledServices(config.services);
  if (scheduled.length === 0) return;
  new MinuteAlarm(stack, "dropped_runs", droppedRunsAlarm(names, [topicArn]));
  new Schedules(stack, "schedule", {
    names,
    arns: arns(stack.region, stack.accountId),
    accountId: stack.accountId,
    keeperArn: keeper.arn,
    times: Object.fromEntries(
      scheduled.map(({ name, schedule }) => [
        name,
        { expression: schedule.expression, timeZone: schedule.timeZone ?? timeZone },
      ]),
    ),
    dependsOn,
  });
}
