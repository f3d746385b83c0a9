import { names } from "./names";

/**
 * Physical names of a container that several of stacks, functions, commands and pretend AWS use.
 *
 * @param project prefix of all names, like games
 * @param container like valheim
 */
export function containerNames(project: string, container: string) {
  const all = names(project, container);
  const { of } = all;
  const keeper = of("keeper");
  const wake = of("wake");
  return {
    ...all,
    container,
    /** Auto Scaling group of the container's hosts. */
    group: of("host"),
    cluster: of("cluster"),
    service: of("service"),
    /** Family of the task definition: its newest revision runs at the next wake. */
    taskFamily: of("task"),
    /** Of one scheduled service: its task family and roles. No other name has an underscore, so none is the same. */
    ofService: (role: "task" | "execution", service: string) => `${of(role)}_${service}`,
    /** Group of the schedules in EventBridge Scheduler, and the role with which it invokes keeper. */
    scheduleGroup: of("schedules"),
    schedulerRole: of("scheduler"),
    backupRole: of("backup"),
    /** DynamoDB table of keeper's memory. */
    memoryTable: of("memory"),
    /** Functions. */
    keeper,
    wake,
    alarms: {
      /** No packets for `idle.after`. */
      idle: of("idle"),
      /** A DNS query; the slow path of a wake. */
      queried: of("queried"),
      /** A host has been running for longer than `limit.per_session`. */
      leftUp: of("leftup"),
      /** EventBridge Scheduler gave up announcing a run. */
      droppedRuns: of("droppedruns"),
      keeperErrors: of("keepererrors"),
      /** In us-east-1, like wake. */
      wakeErrors: of("wakeerrors"),
    },
    logGroups: {
      /** The container's output. */
      container: `/${project}/${container}`,
      /** DNS queries for its address, in us-east-1. */
      queries: `${queryLogsOf(project)}/${container}`,
      keeper: functionLogGroup(keeper),
      wake: functionLogGroup(wake),
    },
    /** SSM parameter in which people write until when it keeps running. */
    holdParameter: `/${project}/${container}/hold`,
    /** Prefix of the secrets' parameters. */
    secretsPath: `/${project}/${container}/secrets`,
  } as const;
}
/** Hash key of the memory table. */
export const MEMORY_KEY = "id";

export type ContainerNames = ReturnType<typeof containerNames>;

/** Prefix of the containers' query logs. */
export const queryLogsOf = (project: string): string => `/aws/route53/${project}`;

/** Lambda's default log group: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html */
export const functionLogGroup = (functionName: string): string => `/aws/lambda/${functionName}`;
