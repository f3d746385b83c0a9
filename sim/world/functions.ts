import { InvokeCommand } from "@aws-sdk/client-lambda";
import { type Attributes, block, text } from "../provider/values";
import { matches } from "./access";
import type { Calls, Run } from "./calls";
import { MINUTE, SECOND, type Instant } from "./clock";
import type { Core } from "./core";
import { AwsError } from "./errors";
import type { Metrics } from "./metrics";
import { type AppliedObject, number } from "./objects";

export type Handler = (event: never) => Promise<unknown>;
/** A function's code: what a new instance of it does first, with its environment and the time. */
export type Code = (environment: Readonly<Record<string, string>>, now: () => Instant) => Handler;

/** A service that calls a function. */
export interface Caller {
  /** Like logs.amazonaws.com. */
  readonly principal: string;
  readonly sourceArn: string;
}

interface Warm {
  readonly handler: Handler;
  since: Instant;
}

/** Lambda: functions as applied, run in process with the project's own code. */
export class Functions {
  private readonly idle = new WeakMap<AppliedObject, Warm[]>();
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
        if (InvocationType !== "Event")
          throw new AwsError("InvalidParameterValueException", "the world only knows Event");
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

  /** A person or a test calls it by name; no permission is asked. */
  callByHand(name: string, event: unknown): void {
    const object = this.core.objects.find("aws_lambda_function", { function_name: name });
    if (object === undefined) throw new Error(`no function ${name}`);
    this.queue(object, event);
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
  private isPermitted({ region, attributes }: AppliedObject, { principal, sourceArn }: Caller): boolean {
    const names = [attributes["function_name"], attributes["arn"]];
    return this.core.objects
      .all("aws_lambda_permission")
      .some(
        ({ region: home, attributes: permission }) =>
          home === region &&
          names.includes(permission["function_name"] ?? null) &&
          permission["principal"] === principal &&
          matches(text(permission["action"]), "lambda:InvokeFunction") &&
          matches(text(permission["source_arn"]) || "*", sourceArn) &&
          matches(text(permission["source_account"]) || "*", this.core.account),
      );
  }

  /** At least once, twice again if it fails: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
  private queue(object: AppliedObject, event: unknown): void {
    const { core, random } = this;
    const functionName = text(object.attributes["function_name"]);
    const asked = core.now;
    const times = core.faults.invokedTwice({ at: asked, functionName }) ? 2 : 1;
    for (let time = 0; time < times; time++) {
      core.clock.after(random.between(20, 200) + time * random.between(0, 30 * SECOND), () => {
        this.attempt(functionName, object.region, event, asked, 0);
      });
    }
  }

  private attempt(functionName: string, region: string, event: unknown, asked: Instant, failed: number): void {
    const { core } = this;
    const found = this.find(region, functionName);
    if (found === undefined) return;
    const config = core.objects.find(
      "aws_lambda_function_event_invoke_config",
      { function_name: functionName },
      region,
    );
    const seconds = number(config?.attributes["maximum_event_age_in_seconds"]) ?? 21_600;
    const retries = number(config?.attributes["maximum_retry_attempts"]) ?? 2;
    if (core.now - asked > seconds * SECOND) {
      core.tell(functionName, "drops an event that is too old");
      return;
    }
    this.run(found.object, event, (error) => {
      core.tell(functionName, "fails", { why: String(error instanceof Error ? error.message : error) });
      if (failed >= retries) return;
      core.clock.after((failed + 1) * MINUTE, () => {
        this.attempt(functionName, region, event, asked, failed + 1);
      });
    });
  }

  private run(object: AppliedObject, event: unknown, onError: (error: unknown) => void): void {
    const { core, calls, metrics } = this;
    const { function_name, role, timeout, memory_size } = object.attributes;
    const functionName = text(function_name);
    const started = core.now;
    const run: Run = {
      functionName,
      roleArn: text(role),
      calls,
      alive: true,
      waiting: 0,
      log: this.keep(functionName),
    };
    let open = true;
    const end = (error?: unknown): void => {
      if (!open) return;
      open = false;
      withdraw();
      calls.end(run);
      const dimensions = { FunctionName: functionName };
      metrics.put(object.region, { namespace: "AWS/Lambda", name: "Errors", dimensions }, error === undefined ? 0 : 1);
      this.onRun(functionName, Math.max(0.001, (core.now - started) / SECOND), number(memory_size) ?? 128);
      if (error !== undefined) onError(error);
    };
    const limit = number(timeout) ?? 3;
    const withdraw = core.clock.after(limit * SECOND, () => {
      end(new Error(`Task timed out after ${limit}.00 seconds`));
    });
    if (!core.access.trusts(run.roleArn, "lambda.amazonaws.com", this.identity(object))) {
      end(new Error("The role defined for the function cannot be assumed by Lambda."));
      return;
    }
    calls.start(run, async () => {
      try {
        const warm = this.instance(object);
        await warm.handler(event as never);
        warm.since = core.now;
        this.idle.get(object)?.push(warm);
        end();
      } catch (error) {
        end(error);
      }
    });
  }

  /** An instance that waits for work, or a new one; Lambda drops those that wait for long (ten minutes here). */
  private instance(object: AppliedObject): Warm {
    const idle = this.idle.get(object) ?? [];
    this.idle.set(object, idle);
    const warm = idle.pop();
    if (warm !== undefined && this.core.now - warm.since < 10 * MINUTE) return warm;
    const { function_name, environment } = object.attributes;
    const role = text(function_name).split("-").at(-1) ?? "";
    const code = this.code[role];
    if (code === undefined)
      throw new Error(`no code for ${text(function_name)}: code is known for ${Object.keys(this.code).join()}`);
    const variables = block(environment)["variables"] as Attributes | undefined;
    const texts = Object.entries(variables ?? {}).map(([name, value]): [string, string] => [name, text(value)]);
    return { handler: code(Object.fromEntries(texts), () => this.core.now), since: this.core.now };
  }

  private identity({ attributes }: AppliedObject): Record<string, string> {
    return { "aws:SourceArn": text(attributes["arn"]), "aws:SourceAccount": this.core.account };
  }

  private keep(functionName: string): (entry: unknown) => void {
    return (entry) => {
      if (this.logs.push({ at: this.core.now, functionName, entry }) > 2000) this.logs.splice(0, 1000);
    };
  }
}
