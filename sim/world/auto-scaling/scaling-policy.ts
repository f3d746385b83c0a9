import { type Attributes, blocks, text } from "../../provider/values";
import { Unknown } from "../errors";
import { number } from "../terraform/objects";

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
