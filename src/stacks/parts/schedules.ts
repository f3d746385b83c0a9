import type { ITerraformDependable } from "cdktf";
import { scheduledServices } from "../../config/compose/scheduled";
import type { ContainerConfig } from "../../config/load";
import type { Keeper } from "../../constructs/functions/keeper";
import { Schedules } from "../../constructs/workload/schedules";
import { arns } from "../../../shared/arns";
import type { ContainerNames } from "../../../shared/container-names";
import type { ProjectStack } from "../project-stack";

export interface SchedulesProps {
  readonly names: ContainerNames;
  readonly config: Pick<ContainerConfig, "services">;
  /** Of schedules without one of their own. */
  readonly timeZone: string;
  readonly keeper: Keeper;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Calls keeper when the runs of scheduled services are due. */
export function defineSchedules(stack: ProjectStack, props: SchedulesProps): void {
  const { names, config, timeZone, keeper, dependsOn } = props;
  const scheduled = scheduledServices(config.services);
  if (scheduled.length === 0) return;
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
