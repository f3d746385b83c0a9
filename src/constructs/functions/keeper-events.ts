import type { Arns } from "../../../shared/arns";
import { LOOK_EVERY_MINUTES } from "../../../shared/schedule";
import type { When } from "./event-trigger";

export interface KeeperEventsProps {
  readonly arns: Arns;
  readonly container: string;
  readonly groupName: string;
  readonly clusterName: string;
  readonly serviceName: string;
  /** ARNs of the alarms whose ALARM keeper hears. */
  readonly alarmArns: readonly string[];
  /** Vaults of the container's volumes, and the role that fills them. */
  readonly vaultNames: readonly string[];
  readonly backupRoleName: string;
}

export interface KeeperEvent {
  /** Construct id, and so part of the address in state. */
  readonly id: string;
  /** Last part of the rule's name. */
  readonly role: string;
  readonly description: string;
  readonly when: When;
}

/**
 * What makes keeper look. Nothing here has to arrive: most of these events are sent at best effort, and the schedule
 * heals what is lost. Only the container's own events, by the ARNs and names in them.
 */
export function keeperEvents(props: KeeperEventsProps): KeeperEvent[] {
  const { arns, container, groupName, clusterName, serviceName, alarmArns, vaultNames } = props;
  const clusterArn = [arns.cluster(clusterName)];
  const event = (id: string, role: string, description: string, pattern: object): KeeperEvent => ({
    id,
    role,
    description: `${description} ${container}: keeper looks`,
    when: { pattern },
  });
  return [
    // https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-event-reference.html
    event("host_events", "hostevents", "A host starts, ends or waits to be drained in", {
      source: ["aws.autoscaling"],
      "detail-type": [
        "EC2 Instance Launch Successful",
        "EC2 Instance Launch Unsuccessful",
        "EC2 Instance Terminate Successful",
        "EC2 Instance Terminate Unsuccessful",
        "EC2 Instance-terminate Lifecycle Action",
      ],
      detail: { AutoScalingGroupName: [groupName] },
    }),
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html, these three
    event("task_events", "taskevents", "A task runs or has stopped in", {
      source: ["aws.ecs"],
      "detail-type": ["ECS Task State Change"],
      detail: { clusterArn, lastStatus: ["RUNNING", "STOPPED"] },
    }),
    event("agent_events", "agentevents", "A host's agent registers or reports in", {
      source: ["aws.ecs"],
      "detail-type": ["ECS Container Instance State Change"],
      detail: { clusterArn, status: ["ACTIVE"] },
    }),
    event("service_events", "serviceevents", "A task can't be placed or doesn't start in", {
      source: ["aws.ecs"],
      "detail-type": ["ECS Service Action"],
      resources: [arns.service(clusterName, serviceName)],
      // By their kind: a DAEMON's have names of their own, and AWS adds names.
      // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
      detail: { clusterArn, eventType: ["ERROR", "WARN"] },
    }),
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
    event("alarm_events", "alarmevents", "An alarm goes off for", {
      source: ["aws.cloudwatch"],
      "detail-type": ["CloudWatch Alarm State Change"],
      resources: alarmArns,
      detail: { state: { value: ["ALARM"] } },
    }),
    ...(vaultNames.length === 0
      ? []
      : [event("backup_events", "backupevents", "A backup or a restore fails in", failedJobs(props))]),
    {
      id: "schedule",
      role: "schedule",
      description: `Every five minutes keeper looks after ${container}, whatever events were lost`,
      when: { schedule: `cron(${firstMinute(groupName)}/${LOOK_EVERY_MINUTES} * * * ? *)` },
    },
  ];
}

/**
 * Backup jobs tell their vault and a `state`, restore jobs a `status`, their role, and the vault in newer events only:
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
 */
function failedJobs({ arns, vaultNames, backupRoleName }: KeeperEventsProps): object {
  const ofContainer = [
    { backupVaultArn: vaultNames.map((name) => arns.backupVault(name)) },
    { iamRoleArn: [arns.role(backupRoleName)] },
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

/** A minute of the first five, by the name: not all containers in the same second, Route 53 takes five requests a second per account. */
function firstMinute(name: string): number {
  return Buffer.from(name).reduce((sum, byte) => sum + byte, 0) % LOOK_EVERY_MINUTES;
}
