import type { Statement } from "../../lib/iam";

export interface WakePermissionsProps {
  readonly metricNamespace: string;
  readonly keeperArn: string;
}

/** Every call wake makes. */
export function wakePermissions({ metricNamespace, keeperArn }: WakePermissionsProps): Statement[] {
  return [
    {
      // No resource, only a namespace: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
      sid: "CountQueries",
      actions: ["cloudwatch:PutMetricData"],
      resources: ["*"],
      conditions: { StringEquals: { "cloudwatch:namespace": metricNamespace } },
    },
    { sid: "CallKeeper", actions: ["lambda:InvokeFunction"], resources: [keeperArn] },
  ];
}
