import type { Instant } from "./clock";

/** A call of a function to AWS, as faults see it. */
export interface FaultyCall {
  readonly at: Instant;
  /** Name of the function. */
  readonly caller: string;
  /** Like autoscaling:SetDesiredCapacity. */
  readonly action: string;
}

/**
 * What goes wrong. Each is asked when it could; replace one, at any time, to break something. All of it is possible on
 * AWS; without faults everything works, with usual delays.
 */
export interface Faults {
  /**
   * What is left of a call after the SDK's own attempts: refused before anything was done, carried out with an answer
   * that never comes ("answer lost"), or carried out and, as no answer came, asked once more ("asked twice").
   */
  call: (call: FaultyCall) => "throttled" | "internal error" | "answer lost" | "asked twice" | undefined;
  /** What happens to an event that EventBridge only tries to deliver; alarms' events are guaranteed. */
  event: (event: { at: Instant; detailType: string }) => "lost" | "twice" | { readonly lateMs: number } | undefined;
  /** True: Lambda runs the function a second time for the same asynchronous event. */
  invokedTwice: (invocation: { at: Instant; functionName: string }) => boolean;
  /** True: EC2 has no capacity. */
  noCapacity: (wanted: { at: Instant; instanceType: string; zone: string }) => boolean;
  /** Why an image can't be pulled, in the registry's words. */
  pull: (wanted: { at: Instant; image: string }) => string | undefined;
  /** Seconds until a query's line is in the log. */
  logDelaySeconds: (line: { at: Instant }) => number | undefined;
  /** Seconds until a metric's point can be read. */
  metricDelaySeconds: (point: { at: Instant; metric: string }) => number | undefined;
  /**
   * Seconds until EC2 switches off a system that shuts down. Undocumented: "several minutes", which AWS's own images take
   * as three (awslabs/amazon-eks-ami#2390), or as long as its scripts run, up to hours:
   * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/TroubleshootingInstancesShuttingDown.html
   */
  shutdownSeconds: (shutdown: { at: Instant }) => number | undefined;
}

export const noFaults = (): Faults => ({
  call: () => undefined,
  event: () => undefined,
  invokedTwice: () => false,
  noCapacity: () => false,
  pull: () => undefined,
  logDelaySeconds: () => undefined,
  metricDelaySeconds: () => undefined,
  shutdownSeconds: () => undefined,
});
