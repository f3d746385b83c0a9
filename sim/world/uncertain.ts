const question = <const Answers extends readonly [string, string, ...string[]]>(asks: string, ...answers: Answers) => ({
  asks,
  answers,
});

/**
 * What AWS does not document, or what pages and reports contradict each other about, with the possible answers; the
 * default comes first. Which rule depends on each, and what would settle it:
 * docs/decisions/0011-what-aws-does-not-say.md.
 */
export const QUESTIONS = {
  draining: question("Does DRAINING stop the task of a daemon service?", "it does", "it does not"),
  unhealthyTask: question(
    "What does ECS say of a task that it stopped for its health checks, besides the reason?",
    "all of it",
    "only that its container exited",
  ),
  silentHealth: question(
    "Is a container with a health check unhealthy while its agent is not connected?",
    "it is not",
    "after 2 minutes",
  ),
  daemonPlacement: question(
    "Does a daemon service give a new host its task while another host drains?",
    "at once",
    "when none drains",
  ),
  firstTask: question("How long until a daemon service gives a new host its task?", "seconds", "3 minutes"),
  ecsLists: question("Do ECS's lists and descriptions show a change immediately?", "at once", "up to 20 s later"),
  stoppedTasks: question("How long does ECS list stopped tasks?", "an hour", "5 minutes"),
  forcedDeployment: question(
    "Does a forced deployment of the same revision end ECS's wait after tasks that could not start?",
    "it does",
    "it does not",
  ),
  sameRevision: question(
    "Does UpdateService with the running revision, not forced, start a deployment?",
    "it does not",
    "it does",
  ),
  digest: question("Does a new deployment resolve a tag again?", "it does not", "it does"),
  events: question(
    "How often is a best-effort event delivered?",
    "once",
    "one in ten is lost",
    "one in ten comes twice",
  ),
  scaling: question("How long until Auto Scaling acts on a new desired capacity?", "seconds", "half a minute"),
  lifecycleState: question(
    "When does the host's metadata say that it will be terminated?",
    "in Terminating:Wait",
    "30 s later",
    "never",
  ),
  shutdownWait: question(
    "How long does EC2 wait for the operating system to shut down?",
    "10 minutes",
    "2 minutes",
    "20 minutes",
  ),
  staleReads: question(
    "How old may the answers of DescribeAutoScalingGroups, DescribeInstances and DescribeAlarms be?",
    "new",
    "up to 10 s old",
  ),
  scalingAction: question(
    "How often does an alarm call its scaling policy while it is in ALARM?",
    "each minute",
    "once",
  ),
  latePoints: question(
    "Does an alarm use data points that arrive more than two minutes late?",
    "it does",
    "it does not",
  ),
  olderPoints: question(
    "How many minutes beyond its evaluation period does an alarm read, to use old points before it fills in missing ones?",
    "2",
    "0",
    "5",
  ),
  queryCase: question("How does the query log write a name that was queried in random case?", "as asked", "lower case"),
  logDelivery: question("How often does CloudWatch Logs deliver a line?", "once", "one in ten comes twice"),
  asyncOrder: question(
    "How long can an event wait in Lambda's queue, so that a later one overtakes it?",
    "no time",
    "up to 20 s",
  ),
  idleFunction: question("How long does Lambda keep an idle function warm?", "10 minutes", "no time", "2 hours"),
};

type Questions = typeof QUESTIONS;
/** An answer to each. */
export type Uncertain = { readonly [Name in keyof Questions]: Questions[Name]["answers"][number] };

/** All answers: those given, otherwise the defaults. */
export function answersOf(given: Partial<Uncertain> = {}): Uncertain {
  const first = Object.entries(QUESTIONS).map(([name, { answers }]) => [name, answers[0]]);
  return { ...(Object.fromEntries(first) as Uncertain), ...given };
}
