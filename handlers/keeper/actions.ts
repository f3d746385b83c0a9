import type { Aws } from "./aws/connect";
import type { Action } from "./decision";
import { write } from "./mails";
import type { KeeperSettings } from "./read-settings";
import { attempt, Failure } from "./steps";
import type { Instant } from "./time";

interface Hands {
  readonly aws: Aws;
  readonly settings: KeeperSettings;
}

/** An action, and what became of it; if nothing is said, it was done. */
export interface Outcome {
  readonly action: Action;
  /** In AWS's words, where nothing was left to do. */
  readonly answer?: string;
  readonly failure?: Failure;
  /** Memory could not be written. */
  readonly isHeldBack?: true;
}

export const isDone = ({ failure, isHeldBack }: Outcome): boolean => failure === undefined && isHeldBack === undefined;

/**
 * Carries actions out, one after the other. One that fails stops no other.
 *
 * @param isRemembered false if memory could not be written
 */
export async function carryOut(
  hands: Hands,
  actions: readonly Action[],
  isRemembered: boolean,
  now: Instant,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const action of actions) {
    if (mustBeRemembered(action) && !isRemembered) {
      outcomes.push({ action, isHeldBack: true });
      continue;
    }
    const result = await attempt(nameOf(action), () => call(action, hands, now));
    if (result instanceof Failure) outcomes.push({ action, failure: result });
    else outcomes.push({ action, ...(typeof result === "string" && { answer: result }) });
  }
  return outcomes;
}

/**
 * What a keeper that cannot remember would do over and over: mails, wakes, restarts. The care of a host that is there,
 * up to its end, goes on.
 */
const mustBeRemembered = (action: Action): boolean =>
  action.do === "mail" ||
  action.do === "run task" ||
  action.do === "update service" ||
  (action.do === "set capacity" && action.desired > 0);

/** Each may be done twice without harm, but mails. A text is what AWS said because there was nothing to do any more. */
function call(action: Action, { aws, settings }: Hands, now: Instant): Promise<unknown> {
  switch (action.do) {
    case "update service":
      return aws.ecs().updateService(action.force);
    case "set capacity":
      return aws.autoScaling().setCapacity(action.desired);
    case "point record":
      return aws.route53().pointTo(action.values);
    case "associate address":
      return aws.ec2().associate(action);
    case "drain":
      return aws.ecs().drain(action.hostArn);
    case "run task":
      return aws.ecs().runTask(action.run, action.token);
    case "stop task":
      return aws.ecs().stopTask(action.taskArn, action.why);
    case "forget":
      return aws.ecs().forget(action.hostArn);
    case "keep waiting":
      return aws.autoScaling().keepWaiting(action.instanceId);
    case "release":
      return aws.autoScaling().release(action.instanceId);
    case "mail":
      return aws.sns().mail({ ...write(action.mail, settings, now), mail: action.mail });
  }
}

/** The action in words, for an error. */
function nameOf(action: Action): string {
  switch (action.do) {
    case "update service":
      return action.force ? "update service, past the throttle" : "update service";
    case "set capacity":
      return `set capacity ${action.desired}`;
    case "point record":
      return `point record at ${[action.values.a, action.values.aaaa ?? []].flat().join(" and ")}`;
    case "run task":
      return `run task ${action.token}`;
    case "associate address":
    case "drain":
    case "stop task":
    case "forget":
    case "keep waiting":
    case "release":
      return `${action.do} ${action.instanceId}`;
    case "mail":
      return `mail "${action.mail.kind}"`;
  }
}
