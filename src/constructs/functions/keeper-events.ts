import type { Arns } from "../../../shared/arns";
import type { ContainerNames } from "../../../shared/container-names";
import { LOOK_EVERY_MINUTES } from "../../../shared/schedule";
import type { When } from "./event-trigger";

export interface KeeperEventsProps {
  readonly names: ContainerNames;
  readonly arns: Arns;
  /** ARNs of the alarms that trigger keeper; none if the container never sleeps. */
  readonly alarmArns: readonly string[];
  /** Names of the vaults of the container's volumes. */
  readonly vaultNames: readonly string[];
}

export interface KeeperEvent {
  /** Construct id, which is part of the resource address. */
  readonly id: string;
  /** Last part of the rule's name. */
  readonly role: string;
  readonly description: string;
  readonly when: When;
}

/**
 * The events that trigger keeper, limited to the container by their ARNs and names. Most are sent on a best-effort basis;
 * the schedule makes up for lost ones.
 */
export function keeperEvents(props: KeeperEventsProps): KeeperEvent[] {
  const { names, arns, alarmArns, vaultNames } = props;
  const { container, group, cluster, service } = names;
  const clusterArn = [arns.cluster(cluster)];
  const event = (id: string, role: string, occasion: string, pattern: object): KeeperEvent => ({
    id,
    role,
    description: `Runs keeper when ${occasion}`,
    when: { pattern },
  });
  return [
    // https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-event-reference.html
    event("host_events", "hostevents", `a host of ${container} starts, terminates or waits to be drained`, {
      source: ["aws.autoscaling"],
      "detail-type": [
        "EC2 Instance Launch Successful",
        "EC2 Instance Launch Unsuccessful",
        "EC2 Instance Terminate Successful",
        "EC2 Instance Terminate Unsuccessful",
        "EC2 Instance-terminate Lifecycle Action",
      ],
      detail: { AutoScalingGroupName: [group] },
    }),
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html, these three
    event("task_events", "taskevents", `a task of ${container} starts or stops`, {
      source: ["aws.ecs"],
      "detail-type": ["ECS Task State Change"],
      detail: { clusterArn, lastStatus: ["RUNNING", "STOPPED"] },
    }),
    event("agent_events", "agentevents", `the ECS agent of a host of ${container} registers`, {
      source: ["aws.ecs"],
      "detail-type": ["ECS Container Instance State Change"],
      detail: { clusterArn, status: ["ACTIVE"] },
    }),
    event("service_events", "serviceevents", `a task of ${container} cannot be placed or does not start`, {
      source: ["aws.ecs"],
      "detail-type": ["ECS Service Action"],
      resources: [arns.service(cluster, service)],
      // By type: a DAEMON service has its own event names, and AWS adds more.
      // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
      detail: { clusterArn, eventType: ["ERROR", "WARN"] },
    }),
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
    ...(alarmArns.length === 0
      ? []
      : [
          event("alarm_events", "alarmevents", `an alarm of ${container} goes off`, {
            source: ["aws.cloudwatch"],
            "detail-type": ["CloudWatch Alarm State Change"],
            resources: alarmArns,
            detail: { state: { value: ["ALARM"] } },
          }),
        ]),
    ...(vaultNames.length === 0
      ? []
      : [event("backup_events", "backupevents", `a backup or a restore of ${container} fails`, failedJobs(props))]),
    {
      id: "schedule",
      role: "schedule",
      description: `Runs keeper of ${container} every five minutes, in case events were lost`,
      when: { schedule: `cron(${firstMinute(group)}/${LOOK_EVERY_MINUTES} * * * ? *)` },
    },
  ];
}

/**
 * Backup jobs have a vault and a `state`, restore jobs a `status` and a role, and a vault in newer events only:
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
 */
function failedJobs({ names, arns, vaultNames }: KeeperEventsProps): object {
  const ofContainer = [
    { backupVaultArn: vaultNames.map((name) => arns.backupVault(name)) },
    { iamRoleArn: [arns.role(names.backupRole)] },
  ];
  return {
    source: ["aws.backup"],
    $or: [
      {
        "detail-type": ["Backup Job State Change"],
        detail: { state: ["ABORTED", "EXPIRED", "FAILED"], backupVaultName: vaultNames },
      },
      { "detail-type": ["Restore Job State Change"], detail: { status: ["ABORTED", "FAILED"], $or: ofContainer } },
    ],
  };
}

/** One of the first five minutes, chosen by name, so that not all containers run at once: Route 53 allows five requests per second and account. */
function firstMinute(name: string): number {
  return Buffer.from(name).reduce((sum, byte) => sum + byte, 0) % LOOK_EVERY_MINUTES;
}
