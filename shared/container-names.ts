import { names } from "./names";

/**
 * Physical names of a container: those that more than one of stack, functions, commands and pretend AWS knows.
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
    backupRole: of("backup"),
    /** DynamoDB table of what keeper remembers. */
    memoryTable: of("memory"),
    /** Functions. */
    keeper,
    wake,
    alarms: {
      /** No packets for `idle.after`. */
      idle: of("idle"),
      /** Somebody asked DNS; the slow path of a wake. */
      queried: of("queried"),
      /** A host was up for longer than `limit.per_session`. */
      leftUp: of("leftup"),
      keeperErrors: of("keepererrors"),
      /** In us-east-1, as wake. */
      wakeErrors: of("wakeerrors"),
    },
    logGroups: {
      /** What the container prints. */
      container: `/${project}/${container}`,
      /** Every query for its name, in us-east-1. */
      queries: `${queryLogsOf(project)}/${container}`,
      keeper: functionLogGroup(keeper),
      wake: functionLogGroup(wake),
    },
    /** SSM parameter that people write: until when it stays up. */
    holdParameter: `/${project}/${container}/hold`,
    /** Before the name of each secret's parameter. */
    secretsPath: `/${project}/${container}/secrets`,
  } as const;
}
/** Hash key of the memory table. */
export const MEMORY_KEY = "id";

export type ContainerNames = ReturnType<typeof containerNames>;

/** Before the name of every container's query log. */
export const queryLogsOf = (project: string): string => `/aws/route53/${project}`;

/** Lambda writes there unless it is told otherwise: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html */
export const functionLogGroup = (functionName: string): string => `/aws/lambda/${functionName}`;
