import type { Instant } from "./clock";

/** An answer of AWS that a fault may hit. */
export interface Read {
  readonly at: Instant;
  /** Like ecs:ListTasks. */
  readonly action: string;
}

/** A function's call to AWS that a fault may hit. */
export interface FaultyCall extends Read {
  /** Name of the function. */
  readonly caller: string;
}

/**
 * What goes wrong. Each is asked when it could; replace one, at any time, to break something. All of it is possible on
 * AWS; without faults everything works, with usual delays.
 */
export class Faults {
  /**
   * What is left of a call after the SDK's own attempts: refused before anything was done, carried out with an answer
   * that never comes ("answer lost"), or carried out and, as no answer came, asked once more ("asked twice"). One that
   * is not even refused ends when the SDK gives up, 30 s later ("hangs").
   */
  call: (call: FaultyCall) => "throttled" | "internal error" | "answer lost" | "asked twice" | "hangs" | undefined =
    () => undefined;
  /** True: ECS's answer leaves out an item that is there; asked for each. */
  blank: (read: Read) => boolean = () => false;
  /** How old what an answer shows is: of DescribeAutoScalingGroups, DescribeInstances and DescribeAlarms. */
  staleSeconds: (read: Read) => number | undefined = () => undefined;
  /** What happens to an event that EventBridge only tries to deliver; alarms' events are guaranteed. */
  event: (event: { at: Instant; detailType: string }) => "lost" | "twice" | { readonly lateMs: number } | undefined =
    () => undefined;
  /** What happens to a schedule's event; one that is later than its maximum age is dropped. */
  schedule: (event: { at: Instant; schedule: string }) => "twice" | { readonly lateMs: number } | undefined = () =>
    undefined;
  /** True: Lambda runs the function a second time for the same asynchronous event. */
  invokedTwice: (invocation: { at: Instant; functionName: string }) => boolean = () => false;
  /** True: EC2 has no capacity. */
  noCapacity: (wanted: { at: Instant; instanceType: string; zone: string }) => boolean = () => false;
  /** Why an image can't be pulled, in the registry's words. */
  pull: (wanted: { at: Instant; image: string }) => string | undefined = () => undefined;
  /** Why a host can't start a container, whatever its image: its disk or its kernel is broken. */
  start: (wanted: { at: Instant; host: string }) => string | undefined = () => undefined;
  /** How a backup job ends, if not COMPLETED. */
  backup: (job: { at: Instant; fileSystemArn: string }) => "FAILED" | "ABORTED" | "EXPIRED" | undefined = () =>
    undefined;
  /** Seconds until a query's line is in the log. */
  logDelaySeconds: (line: { at: Instant }) => number | undefined = () => undefined;
  /** Seconds until a metric's point can be read. */
  metricDelaySeconds: (point: { at: Instant; metric: string }) => number | undefined = () => undefined;
}
