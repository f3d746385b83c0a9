import { GIVES_UP_MILLISECONDS } from "../../../handlers/keeper/aws/client-options";
import type { Core } from "../core";
import { AwsError, Unknown } from "../errors";
import type { CommandClass, Demand, Input, Operation, Output } from "./operation";
import { type Client, connect, within } from "./sdk";

/** A run of a function: whose role its calls have, and whether it still waits for answers. */
export interface Run {
  readonly functionName: string;
  readonly roleArn: string;
  /** False after its end or its timeout: answers no longer reach it. */
  alive: boolean;
  /** Calls that are not answered yet. */
  waiting: number;
  readonly log: (entry: unknown) => void;
}

/** A call as it was answered. */
export interface Call {
  readonly caller: string;
  /** Like autoscaling:SetDesiredCapacity. */
  readonly action: string;
  readonly input: object;
  /** False: the caller's role does not allow it. */
  readonly allowed: boolean;
  /** AWS's error, if it was one. */
  readonly error?: string;
}

/**
 * AWS's API as functions call it: the real SDK's commands, checked against the caller's role, answered from the world a
 * moment later. Between call and answer other things happen: two keepers meet at each call.
 */
export class Calls {
  private readonly operations = new Map<unknown, Operation<never, object>>();
  private readonly runs = new Set<Run>();
  private readonly regions = new WeakMap<Client, string>();
  private touched = false;
  private failure: Error | undefined;
  private readonly random;
  /** Told of every call; who replaces it, hands on to the one before. */
  watch: (call: Call) => void = () => undefined;

  constructor(private readonly core: Core) {
    this.random = core.random.fork("calls");
    connect();
  }

  on<C extends CommandClass>(command: C, operation: Operation<Input<C>, Output<C>>): void {
    this.operations.set(command, operation as unknown as Operation<never, object>);
  }

  /** Runs a function; everything it calls, also later, is its own. */
  start(run: Run, work: () => Promise<void>): void {
    this.touched = true;
    this.runs.add(run);
    const send = (client: Client, command: object) => this.send(client, command, run);
    const pause = (milliseconds: number) => this.pause(run, milliseconds);
    void within({ send, log: run.log, pause }, work).finally(() => this.end(run));
  }

  end(run: Run): void {
    run.alive = false;
    this.runs.delete(run);
  }

  /** True while a function may have something to compute. */
  get isBusy(): boolean {
    return this.touched || this.failure !== undefined;
  }

  /** Lets functions compute until each waits for an answer. */
  async settle(): Promise<void> {
    while (this.touched || [...this.runs].some(({ waiting }) => waiting === 0)) {
      this.touched = false;
      await new Promise(setImmediate);
    }
    if (this.failure !== undefined) throw this.failure;
  }

  private pause(run: Run, milliseconds: number): Promise<void> {
    run.waiting++;
    return new Promise((resolve) =>
      this.core.clock.after(milliseconds, () => {
        if (!run.alive) return;
        run.waiting--;
        this.touched = true;
        resolve();
      }),
    );
  }

  private async send(client: Client, command: object, run: Run): Promise<unknown> {
    run.waiting++;
    const region = this.regions.get(client) ?? (await client.config.region());
    this.regions.set(client, region);
    const { action = "" } = this.operations.get(command.constructor) ?? {};
    const told = { caller: run.functionName, input: (command as { input: object }).input };
    const fault = this.core.faults.call({ at: this.core.now, caller: told.caller, action });
    // Told at once: its function may time out before the SDK gives up.
    if (fault === "hangs") this.watch({ ...told, action, allowed: true, error: "TimeoutError" });
    return new Promise((resolve, reject) => {
      // Some 10 to 100 ms; what is asked happens at the end of them.
      this.core.clock.after(fault === "hangs" ? GIVES_UP_MILLISECONDS : this.random.between(10, 100), () => {
        if (!run.alive) return;
        run.waiting--;
        this.touched = true;
        try {
          resolve(this.answer(command as { input: never }, region, run, fault));
        } catch (cause) {
          const error = cause instanceof Error ? cause : new Error(String(cause));
          if (!(error instanceof AwsError)) this.failure ??= error;
          reject(error);
        }
      });
    });
  }

  private answer(
    command: { readonly input: never },
    region: string,
    { roleArn, functionName }: Run,
    fault: ReturnType<Core["faults"]["call"]>,
  ): object {
    const operation = this.operations.get(command.constructor);
    if (operation === undefined) throw new Unknown(`call ${command.constructor.name}`);
    const { action, resources = () => ["*"], context = () => ({}), besides = () => [] } = operation;
    const { input } = command;
    const demands = [
      { action, resources: resources(input, region), context: context(input, region) },
      ...besides(input, region),
    ];
    const refused = demands.find((demand) => !this.mayCall(roleArn, demand));
    const allowed = refused === undefined;
    const tell = (error?: Error): void =>
      this.watch({ caller: functionName, action, input, allowed, error: error?.name });
    try {
      if (!allowed) throw this.denial(functionName, roleArn, refused);
      if (fault === "hangs") throw new AwsError("TimeoutError", "no answer", 0);
      if (fault === "throttled") throw new AwsError("ThrottlingException", "Rate exceeded", 429);
      if (fault === "internal error") throw new AwsError("InternalFailure", "An internal error occurred", 500);
      if (fault === "asked twice") operation.answer(input, region, functionName);
      const output = operation.answer(input, region, functionName);
      if (fault === "answer lost") throw new AwsError("TimeoutError", "socket hang up", 0);
      tell();
      return { $metadata: { httpStatusCode: 200, requestId: "world" }, ...output };
    } catch (error) {
      if (error instanceof AwsError) tell(error);
      throw error;
    }
  }

  private mayCall(roleArn: string, { action, resources, context }: Demand): boolean {
    return this.core.access.mayCall(roleArn, action, resources, context);
  }

  private denial(caller: string, roleArn: string, { action, resources }: Demand): AwsError {
    const message = `${roleArn} is not authorized to perform: ${action} on resource: ${resources.join()}`;
    this.core.tell({ kind: "call denied", by: caller, action, problem: message });
    return new AwsError("AccessDeniedException", message, 403);
  }
}
