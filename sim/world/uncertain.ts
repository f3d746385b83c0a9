/** Something about AWS that no page says, or on which pages and reports disagree. */
interface Question {
  readonly asks: string;
  /** The possible answers, with the default of the world first. */
  readonly answers: readonly [string, string, ...string[]];
  /** The rule that was made for the first answer, and may be wrong with another. */
  readonly leans: string;
  /** The closest page, or what to try on an account. */
  readonly settles: string;
}

const ECS = "https://docs.aws.amazon.com/AmazonECS/latest";
const CLOUDWATCH = "https://docs.aws.amazon.com/AmazonCloudWatch/latest";
const AUTO_SCALING = "https://docs.aws.amazon.com/autoscaling/ec2";

/** The list for people: docs/decisions/0011-what-aws-does-not-say.md. */
export const QUESTIONS = {
  draining: {
    asks: "Does DRAINING stop the task of a daemon service?",
    answers: ["it does", "it does not"],
    leans: "drain (keeper also stops the tasks of a dying host itself)",
    settles: `${ECS}/developerguide/container-instance-draining.html says yes since 2018; aws/containers-roadmap#128 asked for no`,
  },
  daemonPlacement: {
    asks: "Does a daemon service give a new host its task while another host drains?",
    answers: ["at once", "when none drains"],
    leans: "wake (only when nothing is left of a previous host)",
    settles: "aws/containers-roadmap#856 says no, and was closed without an answer; drain one of two hosts",
  },
  firstTask: {
    asks: "How long until a daemon service gives a new host its task?",
    answers: ["seconds", "3 minutes"],
    leans: "throttle (after ten minutes without a task, ECS is delaying it)",
    settles: "no page; over a month, the time between the events of a host's registration and of its task",
  },
  ecsLists: {
    asks: "Do ECS's lists and descriptions show a change immediately?",
    answers: ["at once", "up to 20 s later"],
    leans: "drain and wake (if the list shows no task and no host, there is none)",
    settles: `${ECS}/APIReference/API_RunTask.html: eventually consistent, without a time`,
  },
  stoppedTasks: {
    asks: "How long does ECS list stopped tasks?",
    answers: ["an hour", "5 minutes"],
    leans: "crash loop (N stops within M minutes are counted from the list)",
    settles: `${ECS}/APIReference/API_ListTasks.html: recently stopped tasks might appear; older copies say an hour`,
  },
  forcedDeployment: {
    asks: "Does a forced deployment of the same revision end ECS's wait after tasks that could not start?",
    answers: ["it does", "it does not"],
    leans: "throttle (one forced deployment per session)",
    settles: `${ECS}/developerguide/service-throttle-logic.html mentions a new task definition; make a pull fail, force, and look at the gaps`,
  },
  sameRevision: {
    asks: "Does UpdateService with the running revision, not forced, start a deployment?",
    answers: ["it does not", "it does"],
    leans: "wake (UpdateService at each wake, but not once a task exists)",
    settles: `${ECS}/APIReference/API_UpdateService.html: deployments aren't forced by default; call it twice and count deployments`,
  },
  digest: {
    asks: "Does a new deployment resolve a tag again?",
    answers: ["it does not", "it does"],
    leans: "task definition (versionConsistency is disabled, so that it does not matter)",
    settles: `${ECS}/APIReference/API_ContainerImage.html keeps it for later revisions; the announcement of 2024-07 says at each deployment`,
  },
  events: {
    asks: "How often is a best-effort event delivered?",
    answers: ["once", "one in ten is lost", "one in ten comes twice"],
    leans: "the schedule, which makes up for lost events",
    settles: "https://docs.aws.amazon.com/eventbridge/latest/ref/event-delivery-level.html gives no figure",
  },
  scaling: {
    asks: "How long until Auto Scaling acts on a new desired capacity?",
    answers: ["seconds", "half a minute"],
    leans: "capacity (at 0 the host is about to terminate, and the record no longer points at it)",
    settles: `${AUTO_SCALING}/userguide/ec2-auto-scaling-scaling-manually.html gives no figure; look at the group's activities over a month`,
  },
  lifecycleState: {
    asks: "When does the host's metadata say that it will be terminated?",
    answers: ["in Terminating:Wait", "30 s later", "never"],
    leans: "host (it saves by itself if keeper does not work)",
    settles: `${AUTO_SCALING}/userguide/retrieving-target-lifecycle-state-through-imds.html; query it every second during a hook`,
  },
  shutdownWait: {
    asks: "How long does EC2 wait for the operating system to shut down?",
    answers: ["10 minutes", "2 minutes", "20 minutes"],
    leans: "host (container-stop.service gives the whole grace period, whatever shuts the host down)",
    settles:
      "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html: “the timeout period”; try a unit that sleeps and logs",
  },
  staleReads: {
    asks: "How old may the answers of DescribeAutoScalingGroups, DescribeInstances and DescribeAlarms be?",
    answers: ["new", "up to 10 s old"],
    leans: "session and wake (capacity, hosts and alarms are as keeper read them)",
    settles: "https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html for EC2; none for the others",
  },
  scalingAction: {
    asks: "How often does an alarm call its scaling policy while it is in ALARM?",
    answers: ["each minute", "once"],
    leans: "left-up (only that alarm has a policy, and its statistic ends ALARM with the host)",
    settles: `${CLOUDWATCH}/monitoring/AlarmThatSendsEmail.html says each minute`,
  },
  latePoints: {
    asks: "Does an alarm use data points that arrive more than two minutes late?",
    answers: ["it does", "it does not"],
    leans: "idle and queried (the alarm is only a reason to look)",
    settles: `${CLOUDWATCH}/monitoring/alarm-evaluation.html; put data points with an old time and watch the alarm's history`,
  },
  olderPoints: {
    asks: "How many minutes beyond its evaluation period does an alarm read, to use old points before it fills in missing ones?",
    answers: ["2", "0", "5"],
    leans: "left-up (waits 6 minutes after the limit) and wake (a minute without a host between two sessions)",
    settles: `${CLOUDWATCH}/monitoring/alarms-and-missing-data.html: “a higher number”; its example reads 5 for 3`,
  },
  queryCase: {
    asks: "How does the query log write a name that was queried in random case?",
    answers: ["as asked", "lower case"],
    leans: "wake (names are converted to lower case, and the filter is loose)",
    settles: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html; dig vAlHeIm.example.com",
  },
  logDelivery: {
    asks: "How often does CloudWatch Logs deliver a line?",
    answers: ["once", "one in ten comes twice"],
    leans: "pending wake (a query counts by its own time, so a repeated one does not count)",
    settles: `${CLOUDWATCH}/logs/Subscriptions.html: retried for 24 hours; log the event IDs of a week`,
  },
  asyncOrder: {
    asks: "How long can an event wait in Lambda's queue, so that a later one overtakes it?",
    answers: ["no time", "up to 20 s"],
    leans: "keeper (it never trusts an event's content) and wake (it passes the time of the query)",
    settles: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html gives no figure",
  },
  idleFunction: {
    asks: "How long does Lambda keep an idle function warm?",
    answers: ["10 minutes", "no time", "2 hours"],
    leans: "wake (while warm, it calls keeper at most once in 10 s and puts one data point a minute)",
    settles: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html gives no figure",
  },
} as const satisfies Record<string, Question>;

type Questions = typeof QUESTIONS;
/** One answer to each. */
export type Uncertain = { readonly [Name in keyof Questions]: Questions[Name]["answers"][number] };

/** All answers, the first of each where none is given. */
export function answersOf(given: Partial<Uncertain> = {}): Uncertain {
  const first = Object.entries(QUESTIONS).map(([name, { answers }]) => [name, answers[0]]);
  return { ...(Object.fromEntries(first) as Uncertain), ...given };
}
