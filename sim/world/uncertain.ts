/** Something about AWS that no page says, or that pages and reports say differently. */
interface Question {
  readonly asks: string;
  /** What the answer may be; what the world does without being told otherwise comes first. */
  readonly answers: readonly [string, string, ...string[]];
  /** The rule that would be wrong with another answer than it was made for. */
  readonly leans: string;
  /** The page that comes nearest, or what to try on an account. */
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
    leans: "drain: keeper stops the tasks of a host that is to go by itself, too",
    settles: `${ECS}/developerguide/container-instance-draining.html says yes since 2018; aws/containers-roadmap#128 asked for no`,
  },
  daemonPlacement: {
    asks: "Does a daemon service give a new host its task while another host drains?",
    answers: ["at once", "when none drains"],
    leans: "wake: only when nothing of a former host is left",
    settles: "aws/containers-roadmap#856 says no, closed without an answer; drain one of two hosts",
  },
  firstTask: {
    asks: "How long until a daemon service gives a new host its task?",
    answers: ["seconds", "3 minutes"],
    leans: "throttle: ten minutes without a task mean that ECS holds it back",
    settles: "no page; the time between the events of a host's registration and its task's, over a month",
  },
  ecsLists: {
    asks: "Do ECS's lists and descriptions show a change at once?",
    answers: ["at once", "up to 20 s later"],
    leans: "drain and wake: no task, no host in the list means that none is there",
    settles: `${ECS}/APIReference/API_RunTask.html: eventually consistent, no time is said`,
  },
  stoppedTasks: {
    asks: "How long are stopped tasks listed?",
    answers: ["an hour", "5 minutes"],
    leans: "crash loop: N stops within M minutes are counted in the list",
    settles: `${ECS}/APIReference/API_ListTasks.html: recently stopped tasks might appear; older copies say an hour`,
  },
  forcedDeployment: {
    asks: "Does a forced deployment of the same revision end ECS's wait after tasks that could not start?",
    answers: ["it does", "it does not"],
    leans: "throttle: one forced deployment a session",
    settles: `${ECS}/developerguide/service-throttle-logic.html names a new task definition; fail a pull, force, look at the gaps`,
  },
  sameRevision: {
    asks: "Does UpdateService with the revision that runs, not forced, start a deployment?",
    answers: ["it does not", "it does"],
    leans: "wake: UpdateService at each wake, never once a task exists",
    settles: `${ECS}/APIReference/API_UpdateService.html: deployments aren't forced by default; call it twice and count deployments`,
  },
  digest: {
    asks: "Does a new deployment look up again what a tag means?",
    answers: ["it does not", "it does"],
    leans: "task definition: versionConsistency is off, so that it does not matter",
    settles: `${ECS}/APIReference/API_ContainerImage.html keeps it for later revisions; the announcement of 2024-07 says each deployment`,
  },
  events: {
    asks: "How often does an event of best effort come?",
    answers: ["once", "one in ten is lost", "one in ten comes twice"],
    leans: "the schedule heals what no event told",
    settles: "https://docs.aws.amazon.com/eventbridge/latest/ref/event-delivery-level.html gives no figure",
  },
  scaling: {
    asks: "How long until Auto Scaling acts on another desired capacity?",
    answers: ["seconds", "half a minute"],
    leans: "capacity: at 0 the host is about to go, and the record no longer names it",
    settles: `${AUTO_SCALING}/userguide/ec2-auto-scaling-scaling-manually.html gives no figure; the group's activities over a month`,
  },
  lifecycleState: {
    asks: "When does the host's metadata say that it is to be terminated?",
    answers: ["in Terminating:Wait", "30 s later", "never"],
    leans: "host: it saves by itself when keeper is dead",
    settles: `${AUTO_SCALING}/userguide/retrieving-target-lifecycle-state-through-imds.html; ask each second in a hook`,
  },
  shutdownWait: {
    asks: "How long does EC2 wait for a system that shuts down?",
    answers: ["10 minutes", "2 minutes", "20 minutes"],
    leans: "host: container-stop.service gives the whole grace period, whatever shuts the host down",
    settles:
      "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html: “the timeout period”; a unit that sleeps and logs",
  },
  staleReads: {
    asks: "How old may the answers of DescribeAutoScalingGroups, DescribeInstances and DescribeAlarms be?",
    answers: ["new", "up to 10 s old"],
    leans: "session and wake: capacity, hosts and alarms are as the look read them",
    settles: "https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html for EC2; none for the others",
  },
  scalingAction: {
    asks: "How often does an alarm call its scaling policy while it is in ALARM?",
    answers: ["each minute", "once"],
    leans: "left-up: only that alarm has one, and its statistic ends it with the host",
    settles: `${CLOUDWATCH}/monitoring/AlarmThatSendsEmail.html says each minute`,
  },
  latePoints: {
    asks: "Does an alarm take in points that come more than two minutes late?",
    answers: ["it does", "it does not"],
    leans: "idle and queried: the alarm is only a reason to look",
    settles: `${CLOUDWATCH}/monitoring/alarm-evaluation.html; put points with an old time and watch the alarm's history`,
  },
  olderPoints: {
    asks: "How many minutes more than it judges does an alarm read, to prefer old points to filling?",
    answers: ["2", "0", "5"],
    leans: "left-up: waits 6 minutes after the limit; wake: a minute without a host between two sessions",
    settles: `${CLOUDWATCH}/monitoring/alarms-and-missing-data.html: “a higher number”; its example reads 5 for 3`,
  },
  queryCase: {
    asks: "How does the query log write a name that was asked in random case?",
    answers: ["as asked", "lower case"],
    leans: "wake: names are lower-cased, the filter is loose",
    settles: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html; dig vAlHeIm.example.com",
  },
  logDelivery: {
    asks: "How often does CloudWatch Logs hand over a line?",
    answers: ["once", "one in ten comes twice"],
    leans: "wish: a query counts by its own time, so one that comes again is none",
    settles: `${CLOUDWATCH}/logs/Subscriptions.html: retried for 24 hours; log the event ids of a week`,
  },
  asyncOrder: {
    asks: "How long may an event wait in Lambda's queue, so that a later one overtakes it?",
    answers: ["no time", "up to 20 s"],
    leans: "keeper never trusts an event's content; wake passes the time of the query",
    settles: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html gives no figure",
  },
  idleFunction: {
    asks: "How long does Lambda keep a function that has nothing to do?",
    answers: ["10 minutes", "no time", "2 hours"],
    leans: "wake: keeper at most once in 10 s, one point a minute while warm",
    settles: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html gives no figure",
  },
} as const satisfies Record<string, Question>;

type Questions = typeof QUESTIONS;
/** An answer to each. */
export type Uncertain = { readonly [Name in keyof Questions]: Questions[Name]["answers"][number] };

/** All answers, the first of each where none is given. */
export function answersOf(given: Partial<Uncertain> = {}): Uncertain {
  const first = Object.entries(QUESTIONS).map(([name, { answers }]) => [name, answers[0]]);
  return { ...(Object.fromEntries(first) as Uncertain), ...given };
}
