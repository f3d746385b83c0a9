import { InvokeCommand } from "@aws-sdk/client-lambda";
import { type Attributes, block, text } from "../../provider/values";
import { matches } from "../iam/access";
import type { Calls, Run } from "../api/calls";
import { MINUTE, SECOND, type Instant } from "../clock";
import type { Core } from "../core";
import { AwsError, Unknown } from "../errors";
import type { Metrics } from "../cloudwatch/metrics";
import { type AppliedObject, number } from "../terraform/objects";

export type Handler = (event: never) => Promise<unknown>;
/** A function's code: what a new instance of it does first, with its environment, the time, and a pause by chance. */
export type Code = (
  environment: Readonly<Record<string, string>>,
  now: () => Instant,
  pause: (milliseconds: number) => Promise<void>,
) => Handler;

/** A service that calls a function. */
export interface Caller {
  /** Like logs.amazonaws.com. */
  readonly principal: string;
  readonly sourceArn: string;
}

interface Instance {
  readonly handler: Handler;
  /** When it last had something to do. */
  readonly since: Instant;
}

const IDLE_MINUTES = { "10 minutes": 10, "no time": 0, "2 hours": 120 } as const;

/** An event that a function shall work on. */
interface Asked {
  readonly name: string;
  readonly region: string;
  readonly event: unknown;
  readonly at: Instant;
}

/** Lambda: functions as applied, run in process with the project's own code. */
export class Functions {
  private readonly idle = new WeakMap<AppliedObject, Instance[]>();
  private readonly random;
  /** What functions log, the newest last; cut. */
  readonly logs: { readonly at: Instant; readonly functionName: string; readonly entry: unknown }[] = [];
  /** Told at each start of a function. */
  onRun: (functionName: string, seconds: number, memoryMiB: number) => void = () => {};

  /** @param code by the role at the end of a function's name, like keeper */
  constructor(
    private readonly core: Core,
    private readonly calls: Calls,
    private readonly metrics: Metrics,
    private readonly code: Readonly<Record<string, Code>>,
  ) {
    this.random = core.random.fork("functions");
    calls.on(InvokeCommand, {
      action: "lambda:InvokeFunction",
      resources: ({ FunctionName = "" }, region) => [this.find(region, FunctionName)?.arn ?? FunctionName],
      answer: ({ FunctionName = "", InvocationType, Payload }, region) => {
        const found = this.find(region, FunctionName);
        if (found === undefined)
          throw new AwsError("ResourceNotFoundException", `Function not found: ${FunctionName}`, 404);
        if (InvocationType !== "Event") throw new Unknown(`Invoke ${InvocationType ?? ""}`);
        this.queue(found.object, JSON.parse(Buffer.from(Payload as string | Uint8Array).toString()));
        return { StatusCode: 202 };
      },
    });
  }

  find(region: string, nameOrArn: string): { readonly arn: string; readonly object: AppliedObject } | undefined {
    const [, arnRegion, , name = nameOrArn] = /^arn:aws:lambda:([^:]*):([^:]*):function:([^:]*)$/.exec(nameOrArn) ?? [];
    if (arnRegion !== undefined && arnRegion !== region) return undefined;
    const object = this.core.objects.find("aws_lambda_function", { function_name: name }, region);
    return object && { arn: text(object.attributes["arn"]), object };
  }

  /**
   * Calls a function for a service, asynchronously, as EventBridge and CloudWatch Logs do.
   *
   * @returns why not, in Lambda's words
   */
  callFor(caller: Caller, region: string, arn: string, event: unknown): string | undefined {
    const found = this.find(region, arn);
    if (found === undefined) return "ResourceNotFoundException";
    if (!this.isPermitted(found.object, caller)) return "AccessDeniedException";
    this.queue(found.object, event);
    return undefined;
  }

  /** An event by name; no permission is asked. */
  callByHand(name: string, event: unknown): void {
    this.queue(this.named(name), event);
  }

  /**
   * A person calls it and waits for the answer: Lambda tries such a call once.
   * https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html
   */
  invoke(name: string, event: unknown): void {
    const asked = { name, region: this.named(name).region, event, at: this.core.now };
    this.later(this.random.between(20, 200), asked, Infinity);
  }

  private named(name: string): AppliedObject {
    const object = this.core.objects.find("aws_lambda_function", { function_name: name });
    if (object === undefined) throw new AwsError("ResourceNotFoundException", `no function ${name}`);
    return object;
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
  private isPermitted({ region, attributes }: AppliedObject, { principal, sourceArn }: Caller): boolean {
    const { objects, account } = this.core;
    const names = [attributes["function_name"], attributes["arn"]];
    const fits = (permission: Attributes): boolean =>
      names.includes(permission["function_name"] ?? null) &&
      permission["principal"] === principal &&
      matches(text(permission["action"]), "lambda:InvokeFunction") &&
      matches(text(permission["source_arn"]) || "*", sourceArn) &&
      matches(text(permission["source_account"]) || "*", account);
    return objects.memo(`${text(attributes["arn"])} ${principal} ${sourceArn}`, () =>
      objects
        .all("aws_lambda_permission")
        .some((permission) => permission.region === region && fits(permission.attributes)),
    );
  }

  /** At least once, twice again if it fails: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
  private queue({ region, attributes }: AppliedObject, event: unknown): void {
    const { core, random } = this;
    const asked = { name: text(attributes["function_name"]), region, event, at: core.now };
    this.later(random.between(20, core.uncertain.asyncOrder === "no time" ? 200 : 20 * SECOND), asked, 0);
    if (core.faults.invokedTwice({ at: core.now, functionName: asked.name }))
      this.later(random.between(1, 30) * SECOND, asked, 0);
  }

  private later(milliseconds: number, asked: Asked, failed: number): void {
    this.core.clock.after(milliseconds, () => {
      this.attempt(asked, failed);
    });
  }

  private attempt(asked: Asked, failed: number): void {
    const { core } = this;
    const { name, region, at } = asked;
    const found = this.find(region, name);
    if (found === undefined) return;
    const config = core.objects.find("aws_lambda_function_event_invoke_config", { function_name: name }, region);
    const { maximum_event_age_in_seconds, maximum_retry_attempts } = config?.attributes ?? {};
    if (core.now - at > (number(maximum_event_age_in_seconds) ?? 21_600) * SECOND) {
      core.tell(name, "drops an event that is too old");
      return;
    }
    this.run(found.object, asked, (why) => {
      core.tell(name, "fails", { why });
      if (failed < (number(maximum_retry_attempts) ?? 2)) this.later((failed + 1) * MINUTE, asked, failed + 1);
    });
  }

  private run(object: AppliedObject, { name, region, event }: Asked, onError: (why: string) => void): void {
    const { core, calls } = this;
    const { role, timeout, memory_size, arn } = object.attributes;
    const started = core.now;
    const run: Run = { functionName: name, roleArn: text(role), calls, alive: true, waiting: 0, log: this.logOf(name) };
    const end = (problem?: string): void => {
      if (!run.alive) return;
      withdraw();
      calls.end(run);
      const errors = { namespace: "AWS/Lambda", name: "Errors", dimensions: { FunctionName: name } };
      this.metrics.put(region, errors, problem === undefined ? 0 : 1);
      this.onRun(name, (core.now - started) / SECOND, number(memory_size) ?? 128);
      if (problem !== undefined) onError(problem);
    };
    const limit = number(timeout) ?? 3;
    const withdraw = core.clock.after(limit * SECOND, () => {
      end(`Task timed out after ${limit}.00 seconds`);
    });
    const identity = { "aws:SourceArn": text(arn), "aws:SourceAccount": core.account };
    if (!core.access.trusts(run.roleArn, "lambda.amazonaws.com", identity)) {
      end("The role defined for the function cannot be assumed by Lambda.");
      return;
    }
    calls.start(run, async () => {
      let instance: Instance | undefined;
      let problem: string | undefined;
      try {
        instance = this.instance(object);
        await instance.handler(event as never);
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
      }
      // One that fails is used again; one that timed out is not.
      if (instance !== undefined && run.alive) this.idle.get(object)?.push({ ...instance, since: core.now });
      end(problem);
    });
  }

  /** An instance that waits for work, or a new one; Lambda drops those that wait for long. */
  private instance(object: AppliedObject): Instance {
    const { now } = this.core;
    const idle = this.idle.get(object) ?? [];
    this.idle.set(object, idle);
    const warm = idle.pop();
    if (warm !== undefined && now - warm.since < IDLE_MINUTES[this.core.uncertain.idleFunction] * MINUTE) return warm;
    const { function_name, environment } = object.attributes;
    const code = this.code[text(function_name).split("-").at(-1) ?? ""];
    if (code === undefined) throw new Error(`code is known for ${Object.keys(this.code).join()} only`);
    const variables = block(block(environment)["variables"]) as Readonly<Record<string, string>>;
    const pause = (milliseconds: number) => this.calls.pause(this.random.between(0, milliseconds));
    return { handler: code(variables, () => this.core.now, pause), since: now };
  }

  private logOf(functionName: string): (entry: unknown) => void {
    return (entry) => {
      if (this.logs.push({ at: this.core.now, functionName, entry }) > 2000) this.logs.splice(0, 1000);
    };
  }
}
