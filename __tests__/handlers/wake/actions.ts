/** The actions behind the commands wake sends: what its role must allow, and all it needs to. */
export const WAKE_ACTIONS = ["cloudwatch:PutMetricData", "lambda:InvokeFunction"];
