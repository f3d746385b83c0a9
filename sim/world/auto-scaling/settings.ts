import { type Attributes, block, blocks, text, texts } from "../../provider/values";
import { AwsError, Unknown } from "../errors";
import { type AppliedObject, number } from "../terraform/objects";
import type { Core } from "../core";
import type { Launch } from "../ec2/machine";

/** Settings that would end or keep hosts on Auto Scaling's own initiative. */
const UNSUPPORTED = ["instance_refresh", "max_instance_lifetime", "protect_from_scale_in", "warm_pool"];
/** State also contains settings that are off: false, 0, an empty list. */
const isOn = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));

/** @throws Unknown if a group uses a setting that the world does not model */
export function requireSupported({ attributes }: AppliedObject): void {
  const odd = UNSUPPORTED.find((name) => isOn(attributes[name]));
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

/** Suspended processes, like ReplaceUnhealthy. */
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

/**
 * The capacity that a step scaling policy sets for a metric's value; undefined where no step covers it.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html
 */
export function capacityFor(policy: Attributes, value: number, threshold: number): number | undefined {
  const { policy_type, adjustment_type, step_adjustment, name } = policy;
  if (policy_type !== "StepScaling" || adjustment_type !== "ExactCapacity") throw new Unknown(`policy ${text(name)}`);
  const step = blocks(step_adjustment).find(({ metric_interval_lower_bound, metric_interval_upper_bound }) => {
    const [lower, upper] = [text(metric_interval_lower_bound), text(metric_interval_upper_bound)];
    return (lower === "" || value >= threshold + Number(lower)) && (upper === "" || value < threshold + Number(upper));
  });
  return number(step?.["scaling_adjustment"]);
}

const CAPACITY =
  "We currently do not have sufficient {type} capacity in the Availability Zone you requested ({zone}). Our system will be working on provisioning additional capacity.";

/** What a group would launch, of the first type that EC2 has; or why it can't, in Auto Scaling's words. */
export function launchOf(core: Core, group: AppliedObject): Launch | string {
  const { template, types, zone } = sourceOf(core, group);
  if (template === undefined) return "The launch template does not exist.";
  // InvalidKeyPair.NotFound: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ts-as-instancelaunchfailure.html
  const key = text(template["key_name"]);
  if (key !== "" && !core.outside.has(key)) return `The key pair '${key}' does not exist.`;
  const instanceType = types.find((type) => !core.faults.noCapacity({ at: core.now, instanceType: type, zone }));
  if (instanceType !== undefined && zone !== "") return { template, region: group.region, zone, instanceType };
  const tried = types.map((name) => CAPACITY.replace("{type}", name).replace("{zone}", zone)).join(" ");
  return `InsufficientInstanceCapacity - ${tried}`;
}

/** The group's zone (its first subnet's), its launch template, and its types in order of priority. */
export function sourceOf({ objects }: Core, { attributes }: AppliedObject) {
  const { launch_template, mixed_instances_policy, vpc_zone_identifier } = attributes;
  const [subnet = ""] = texts(vpc_zone_identifier);
  const zone = text(objects.find("aws_subnet", { id: subnet })?.attributes["availability_zone"]);
  const mixed = block(block(mixed_instances_policy)["launch_template"]);
  const { id, launch_template_id = id } = block(mixed["launch_template_specification"] ?? launch_template);
  const template: Attributes | undefined = objects.find("aws_launch_template", {
    id: text(launch_template_id),
  })?.attributes;
  const overrides = blocks(mixed["override"]).map(({ instance_type }) => text(instance_type));
  return { template, zone, types: overrides.length > 0 ? overrides : [text(template?.["instance_type"])] };
}
