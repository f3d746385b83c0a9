import { GIVES_UP_MILLISECONDS } from "../../../handlers/keeper/aws/client-options";
import type { Core } from "../core";
import { AwsError, Unknown } from "../errors";
import type { CommandClass, RequiredPermission, Input, Operation, Output } from "./operation";
import { type Run, Runs } from "./runs";
import { type Client, connect, within } from "./sdk";

/** A call and how it was answered. */
export interface Call {
  readonly caller: string;
  /** Like autoscaling:SetDesiredCapacity. */
  readonly action: string;
  readonly input: object;
  /** False if the caller's role does not allow it. */
  readonly allowed: boolean;
  /** The name of AWS's error, if there was one. */
  readonly error?: string;
}

/**
 * AWS's API as functions call it: the real SDK's commands, checked against the caller's role and answered from the world
 * a moment later. Other things happen between call and answer, so two keepers can interleave at each call.
 */
export class Calls {
  private readonly operations = new Map<unknown, Operation<never, object>>();
  readonly runs: Runs;
  private readonly regions = new WeakMap<Client, string>();
  private readonly random;
  /** Receives every call. Whoever replaces it must pass each call on to the previous one. */
  watch: (call: Call) => void = () => undefined;

  constructor(private readonly core: Core) {
    this.runs = new Runs(core);
    this.random = core.random.fork("calls");
    connect();
  }

  on<C extends CommandClass>(command: C, operation: Operation<Input<C>, Output<C>>): void {
    this.operations.set(command, operation as unknown as Operation<never, object>);
  }

  /** Runs a function; everything it calls, now or later, is attributed to this run. */
  start(run: Run, work: () => Promise<void>): void {
    this.runs.start(run);
    const send = (client: Client, command: object) => this.send(client, command as { input: never }, run);
    const pause = (milliseconds: number) => this.runs.after(run, milliseconds, () => undefined);
    void within({ send, log: run.log, pause }, work).finally(() => this.runs.end(run));
  }

  private async send(client: Client, command: { readonly input: never }, run: Run): Promise<object> {
    run.waiting++;
    const region = this.regions.get(client) ?? (await client.config.region());
    run.waiting--;
    this.regions.set(client, region);
    const { action = "" } = this.operations.get(command.constructor) ?? {};
    const { functionName: caller } = run;
    const fault = this.core.faults.call({ at: this.core.now, caller, action });
    // Reported immediately: the function may time out before the SDK gives up.
    if (fault === "hangs") this.report({ caller, action, input: command.input, allowed: true, error: "TimeoutError" });
    // A call takes 10 to 100 ms; what it requests happens at the end of them.
    const milliseconds = fault === "hangs" ? GIVES_UP_MILLISECONDS : this.random.between(10, 100);
    return this.runs.after(run, milliseconds, () => this.answer(command, region, run, fault));
  }

  private answer(
    command: { readonly input: never },
    region: string,
    { roleArn, functionName }: Run,
    fault: ReturnType<Core["faults"]["call"]>,
  ): object {
    const operation = this.operations.get(command.constructor);
    if (operation === undefined) throw new Unknown(`call ${command.constructor.name}`);
    const { action, resources = () => ["*"], context = () => ({}), dependentActions = () => [] } = operation;
    const { input } = command;
    const required = [
      { action, resources: resources(input, region), context: context(input, region) },
      ...dependentActions(input, region),
    ];
    const { access } = this.core;
    const refused = required.find((each) => !access.mayCall(roleArn, each.action, each.resources, each.context));
    const allowed = refused === undefined;
    const report = (error?: Error): void =>
      this.report({ caller: functionName, action, input, allowed, error: error?.name });
    try {
      if (!allowed) throw this.denial(functionName, roleArn, refused);
      if (fault === "hangs") throw new AwsError("TimeoutError", "no answer", 0);
      if (fault === "throttled") throw new AwsError("ThrottlingException", "Rate exceeded", 429);
      if (fault === "internal error") throw new AwsError("InternalFailure", "An internal error occurred", 500);
      if (fault === "asked twice") operation.answer(input, region, functionName);
      const output = operation.answer(input, region, functionName);
      if (fault === "answer lost") throw new AwsError("TimeoutError", "socket hang up", 0);
      report();
      return { $metadata: { httpStatusCode: 200, requestId: "world" }, ...output };
    } catch (error) {
      if (error instanceof AwsError) report(error);
      throw error;
    }
  }

  /** CloudWatch and DynamoDB charge for each call. */
  private report(call: Call): void {
    const { meter } = this.core;
    const { action } = call;
    if (action.startsWith("cloudwatch:")) meter.add("CloudWatch API calls", 1);
    if (action.startsWith("dynamodb:"))
      meter.add(`DynamoDB on-demand ${action.includes("Put") ? "writes" : "reads"}`, 1);
    this.watch(call);
  }

  private denial(caller: string, roleArn: string, { action, resources }: RequiredPermission): AwsError {
    const message = `${roleArn} is not authorized to perform: ${action} on resource: ${resources.join()}`;
    this.core.record({ kind: "call denied", by: caller, action, problem: message });
    return new AwsError("AccessDeniedException", message, 403);
  }
}
