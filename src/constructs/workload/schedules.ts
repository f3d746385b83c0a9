import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Arns } from "../../../shared/arns";
import type { ContainerNames } from "../../../shared/container-names";
import { RUN_COMMAND, SCHEDULED_TIME } from "../../../shared/function-settings";
import { nameTag } from "../../../shared/tags";
import { trustPolicy } from "../../lib/iam";
import { Role } from "../role";

/** A run that did not reach keeper by then is reported by the alarm on its errors; AWS's own limit is a day. */
export const RUN_AGE_SECONDS = 3_600;

export interface SchedulesProps {
  readonly names: ContainerNames;
  readonly arns: Arns;
  readonly accountId: string;
  readonly keeperArn: string;
  /** Expressions of EventBridge Scheduler, and their time zones, by service. */
  readonly times: Readonly<Record<string, { readonly expression: string; readonly timeZone: string }>>;
  /** What a run needs: it is destroyed after the schedules. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Calls keeper when a run is due. */
export class Schedules extends Construct {
  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    const { names, arns, accountId, keeperArn, times, dependsOn } = props;
    const name = names.scheduleGroup;
    const group = new SchedulerScheduleGroup(this, "Resource", { name, tags: nameTag(name) });
    const role = new Role(this, "role", {
      name: names.schedulerRole,
      description: `Invokes keeper of ${names.container} when a run is due`,
      // The group, not the schedule: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
      trust: trustPolicy("scheduler.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": accountId, "aws:SourceArn": arns.scheduleGroup(name) },
      }),
      statements: [{ sid: "CallKeeper", actions: ["lambda:InvokeFunction"], resources: [keeperArn] }],
    });
    const each = new Construct(this, "run"); // so that no service's name is one of the ids above
    for (const [service, { expression, timeZone }] of Object.entries(times)) {
      new SchedulerSchedule(each, service, {
        name: service,
        groupName: group.name,
        description: `Runs ${service} of ${names.container}`,
        scheduleExpression: expression,
        scheduleExpressionTimezone: timeZone,
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: keeperArn,
          roleArn: role.arn,
          // Plain text: jsonencode would escape the angle brackets, and Scheduler would send them as they are.
          input: JSON.stringify({ command: RUN_COMMAND, service, at: SCHEDULED_TIME }),
          retryPolicy: { maximumEventAgeInSeconds: RUN_AGE_SECONDS, maximumRetryAttempts: 185 },
        },
        dependsOn: [...role.ready, ...dependsOn],
      });
    }
  }
}
