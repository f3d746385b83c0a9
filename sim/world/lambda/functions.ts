import { text } from "../../provider/values";
import type { Calls } from "../api/calls";
import type { Run } from "../api/runs";
import { MINUTE, SECOND, type Instant } from "../clock";
import type { Core } from "../core";
import { AwsError } from "../errors";
import type { Caller } from "../iam/access";
import type { Metrics } from "../cloudwatch/metrics";
import { type AppliedObject, number } from "../terraform/objects";
import { type Code, type Instance, Instances } from "./instances";

/** An event for a function. */
interface Invocation {
  readonly name: string;
  readonly region: string;
  readonly event: unknown;
  readonly at: Instant;
}

/** Lambda: the applied functions, run in process with the project's own code. */
export class Functions {
  private readonly instances: Instances;
  private readonly random;
  /** What functions logged, the newest last; only the last 1,000 to 2,000 entries. */
  readonly logs: { readonly at: Instant; readonly functionName: string; readonly entry: unknown }[] = [];

  /** @param code by the last part of a function's name, like keeper */
  constructor(
    private readonly core: Core,
    private readonly calls: Calls,
    private readonly metrics: Metrics,
    code: Readonly<Record<string, Code>>,
  ) {
    this.random = core.random.fork("functions");
    this.instances = new Instances(core, code, this.random);
  }

  find(region: string, nameOrArn: string): { readonly arn: string; readonly object: AppliedObject } | undefined {
    const [, arnRegion, , name = nameOrArn] = /^arn:aws:lambda:([^:]*):([^:]*):function:([^:]*)$/.exec(nameOrArn) ?? [];
    if (arnRegion !== undefined && arnRegion !== region) return undefined;
    const object = this.core.objects.find("aws_lambda_function", { function_name: name }, region);
    return object && { arn: text(object.attributes["arn"]), object };
  }

  /**
   * Invokes a function asynchronously for a service, as EventBridge and CloudWatch Logs do.
   *
   * @returns the name of Lambda's error, if it refuses
   */
  callFor(caller: Caller, region: string, arn: string, event: unknown): string | undefined {
    const { access, account } = this.core;
    const found = this.find(region, arn);
    if (found === undefined) return "ResourceNotFoundException";
    if (!access.mayInvoke(found.object, caller, account)) return "AccessDeniedException";
    this.queue(found.object, event);
    return undefined;
  }

  /** Invokes a function by name, without checking permissions. */
  callByHand(name: string, event: unknown): void {
    this.queue(this.named(name), event);
  }

  /**
   * A person invokes it and waits for the answer: Lambda tries such an invocation once.
   * https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html
   */
  invoke(name: string, event: unknown): void {
    const invocation = { name, region: this.named(name).region, event, at: this.core.now };
    this.later(this.random.between(20, 200), invocation, Infinity);
  }

  private named(name: string): AppliedObject {
    const object = this.core.objects.find("aws_lambda_function", { function_name: name });
    if (object === undefined) throw new AwsError("ResourceNotFoundException", `no function ${name}`);
    return object;
  }

  /** At least once, with two retries if it fails: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
  queue({ region, attributes }: AppliedObject, event: unknown): void {
    const { core, random } = this;
    const invocation = { name: text(attributes["function_name"]), region, event, at: core.now };
    this.later(random.between(20, core.uncertain.asyncOrder === "no time" ? 200 : 20 * SECOND), invocation, 0);
    if (core.faults.invokedTwice({ at: core.now, functionName: invocation.name }))
      this.later(random.between(1, 30) * SECOND, invocation, 0);
  }

  private later(milliseconds: number, invocation: Invocation, failures: number): void {
    this.core.clock.after(milliseconds, () => this.attempt(invocation, failures));
  }

  private attempt(invocation: Invocation, failures: number): void {
    const { core } = this;
    const { name, region, at } = invocation;
    const found = this.find(region, name);
    if (found === undefined) return;
    const config = core.objects.find("aws_lambda_function_event_invoke_config", { function_name: name }, region);
    const { maximum_event_age_in_seconds, maximum_retry_attempts } = config?.attributes ?? {};
    if (core.now - at > (number(maximum_event_age_in_seconds) ?? 21_600) * SECOND) {
      core.record({ kind: "event dropped", by: name });
      return;
    }
    this.run(found.object, invocation, (error) => {
      core.record({ kind: "function error", by: name, error });
      if (failures < (number(maximum_retry_attempts) ?? 2))
        this.later((failures + 1) * MINUTE, invocation, failures + 1);
    });
  }

  private run(object: AppliedObject, { name, region, event }: Invocation, onError: (why: string) => void): void {
    const { core, calls } = this;
    const { role, timeout, memory_size, arn } = object.attributes;
    const started = core.now;
    const run: Run = { functionName: name, roleArn: text(role), alive: true, waiting: 0, log: this.logOf(name) };
    const end = (problem?: string): void => {
      if (!run.alive) return;
      cancelTimeout();
      calls.runs.end(run);
      const errors = { namespace: "AWS/Lambda", name: "Errors", dimensions: { FunctionName: name } };
      this.metrics.put(region, errors, problem === undefined ? 0 : 1);
      core.meter.add("Lambda requests", 1);
      const gib = (number(memory_size) ?? 128) / 1024;
      core.meter.add("Lambda duration arm64", ((core.now - started) / SECOND) * gib);
      if (problem !== undefined) onError(problem);
    };
    const limit = number(timeout) ?? 3;
    const cancelTimeout = core.clock.after(limit * SECOND, () => end(`Task timed out after ${limit}.00 seconds`));
    const identity = { "aws:SourceArn": text(arn), "aws:SourceAccount": core.account };
    if (!core.access.trusts(run.roleArn, "lambda.amazonaws.com", identity)) {
      end("The role defined for the function cannot be assumed by Lambda.");
      return;
    }
    calls.start(run, async () => {
      let instance: Instance | undefined;
      let problem: string | undefined;
      try {
        instance = this.instances.take(object);
        await instance.handler(event as never);
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
      }
      // An instance is reused after an error, but not after a timeout.
      if (instance !== undefined && run.alive) this.instances.keep(object, instance);
      end(problem);
    });
  }

  private logOf(functionName: string): (entry: unknown) => void {
    return (entry) => {
      if (this.logs.push({ at: this.core.now, functionName, entry }) > 2000) this.logs.splice(0, 1000);
    };
  }
}
