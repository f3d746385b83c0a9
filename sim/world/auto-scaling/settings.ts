import { type Attributes, blocks, text, texts } from "../../provider/values";
import { AwsError, Unknown } from "../errors";
import { type AppliedObject, number } from "../terraform/objects";

/** What would end or keep hosts without anybody's asking. */
const NOT_KNOWN = ["instance_refresh", "max_instance_lifetime", "protect_from_scale_in", "warm_pool"];
/** State also says what is off: false, 0, an empty list. */
const isOn = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));

/** @throws Unknown if a group has something on that the world does not play */
export function requireKnown({ attributes }: AppliedObject): void {
  const odd = NOT_KNOWN.find((name) => isOn(attributes[name]));
  if (odd !== undefined) throw new Unknown(`${odd} of the group ${text(attributes["name"])}`);
}

/** @throws AwsError if the group's bounds do not allow it */
export function requireInBounds({ attributes }: AppliedObject, desired: number): void {
  const [least = 0, most = 0] = ["min_size", "max_size"].map((bound) => number(attributes[bound]) ?? 0);
  if (desired >= least && desired <= most) return;
  const bound = desired > most ? `above max value ${most}` : `below min value ${least}`;
  throw new AwsError(
    "ValidationError",
    `New SetDesiredCapacity value ${desired} is ${bound} for the AutoScalingGroup.`,
  );
}

/** Processes that are switched off, like ReplaceUnhealthy. */
export const suspendedIn = ({ attributes }: AppliedObject): readonly string[] =>
  texts(attributes["suspended_processes"]);

/** The hook at termination, if the group has one. */
export function hookOf({ attributes }: AppliedObject): Attributes | undefined {
  const hooks = blocks(attributes["initial_lifecycle_hook"]);
  const launching = hooks.find(
    ({ lifecycle_transition }) => lifecycle_transition !== "autoscaling:EC2_INSTANCE_TERMINATING",
  );
  if (launching !== undefined || hooks.length > 1) throw new Unknown("lifecycle hooks other than one at termination");
  return hooks[0];
}
