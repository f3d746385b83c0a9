import { decide } from "../../../handlers/keeper/decide";
import type { Action } from "../../../handlers/keeper/decision";
import type { Facts, Task } from "../../../handlers/keeper/facts";
import { texts } from "../../../sim/provider/values";
import { withSchedules } from "../../../sim/scenarios/with-schedules";
import { all, edit, editSettings, without } from "../edits";
import { deciding, type Mistakes, remembering, seeing } from "./mistake";

const withTasks = (facts: Facts, change: (tasks: readonly Task[]) => readonly Task[]): Facts => ({
  ...facts,
  ...(facts.cluster && { cluster: { ...facts.cluster, tasks: change(facts.cluster.tasks) } }),
});
const withoutActions = (isLeftOut: (action: Action) => boolean) =>
  deciding((facts, now) => {
    const { actions, ...decision } = decide(facts, now);
    return { ...decision, actions: actions.filter((action) => !isLeftOut(action)) };
  });
const isRun = ({ startedBy = "" }: Task): boolean => startedBy.includes("/2026");

export const MISTAKES_WITH_RUNS: Mistakes = {
  "forgets the runs that wait for a host": {
    scenario: "runs",
    breaks: "each run happens once",
    keeper: remembering((memory) => ({ ...memory, runs: undefined })),
  },
  "asks for a run again, with a token of that time": {
    scenario: "runs",
    breaks: "each run happens once",
    keeper: deciding((facts, now) => {
      const blind = withTasks(facts, (tasks) => tasks.map((task) => ({ ...task, startedBy: undefined })));
      const { actions, ...decision } = decide(blind, now);
      const again = actions.map((action) =>
        action.do === "run task" ? { ...action, token: `${action.run.service}/${now}` } : action,
      );
      return { ...decision, actions: again };
    }),
  },
  "takes a run's failure for the game's": {
    scenario: "bad-runs",
    breaks: "nobody is cut off",
    objects: all(withSchedules, editSettings("keeper", "crashLoop.stops", 1)),
    keeper: seeing((facts) => withTasks(facts, (tasks) => tasks.map((task) => ({ ...task, group: undefined })))),
  },
  "never sees a run's end": {
    scenario: "runs",
    breaks: "asleep in time",
    keeper: seeing((facts) =>
      withTasks(facts, (tasks) =>
        tasks.map((task) => (isRun(task) ? { ...task, lastStatus: "RUNNING", desiredStatus: "RUNNING" } : task)),
      ),
    ),
  },
  "leaves the host up as after a game": {
    scenario: "runs",
    breaks: "asleep in time",
    keeper: remembering(({ session, ...memory }) => ({
      ...memory,
      ...(session && { session: { ...session, why: "by hand" as const } }),
    })),
  },
  "ignores the timeout": {
    scenario: "bad-runs",
    breaks: "runs end in time",
    keeper: withoutActions((action) => action.do === "stop task"),
  },
  "says nothing of a run that failed": {
    scenario: "bad-runs",
    breaks: "failed runs are reported",
    keeper: withoutActions((action) => action.do === "mail" && action.mail.kind === "run failed"),
  },
  "may not pass the execution role of a run": {
    scenario: "runs",
    breaks: "allowed calls",
    objects: all(
      withSchedules,
      edit(
        "aws_iam_role_policy",
        "policy.Statement.*.Resource",
        (resources) => texts(resources).filter((arn) => !arn.includes("-execution_")),
        "keeper",
      ),
    ),
  },
  "is not called, because the scheduler's role trusts another group": {
    scenario: "runs-alone",
    breaks: "each run happens once",
    objects: all(
      withSchedules,
      edit(
        "aws_iam_role",
        "assume_role_policy.Statement.*.Condition.StringEquals.aws:SourceArn",
        "arn:aws:scheduler:us-west-2:123456789012:schedule-group/default",
        "scheduler",
      ),
    ),
  },
  "is not called for an hour, with no alarm on it": {
    scenario: "runs",
    breaks: "each run happens once",
    objects: all(withSchedules, without("aws_cloudwatch_metric_alarm", "droppedruns")),
  },
  "is called for a run that was due hours ago": {
    scenario: "runs",
    breaks: "each run happens once",
    objects: all(
      withSchedules,
      edit("aws_scheduler_schedule", "target.*.retry_policy.*.maximum_event_age_in_seconds", 86_400),
    ),
  },
};
