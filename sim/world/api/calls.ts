import { AsyncLocalStorage } from "node:async_hooks";
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { GIVES_UP_MILLISECONDS } from "../../../handlers/keeper/aws/client-options";
import type { Context } from "../iam/access";
import type { Core } from "../core";
import { AwsError, Unknown } from "../errors";

/** A run of a function: whose calls they are, and whether it still waits for answers. */
export interface Run {
  readonly functionName: string;
  readonly roleArn: string;
  readonly calls: Calls;
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

type CommandClass = new (input: never) => object;
type Input<C extends CommandClass> = NonNullable<ConstructorParameters<C>[0]>;
type Output<C extends CommandClass> =
  InstanceType<C> extends { resolveMiddleware(...args: never[]): (args: never) => Promise<{ output: infer O }> }
    ? Loose<O>
    : never;
/** What AWS answers, as far as it matters here. */
type Loose<T> = T extends Date ? T : T extends object ? { readonly [K in keyof T]?: Loose<T[K]> } : T;

/** What a caller must be allowed for a call to be answered. */
export interface Demand {
  /** IAM's action, like autoscaling:SetDesiredCapacity. */
  readonly action: string;
  /** ARNs it is checked against; "*" for an action that has no resource. */
  readonly resources: readonly string[];
  /** Condition keys of the request. */
  readonly context?: Context;
}

/** How a call of AWS's API behaves. */
export interface Operation<I, O> {
  /** IAM's action, like autoscaling:SetDesiredCapacity. */
  readonly action: string;
  /** ARNs the action is checked against; without, it has none and only "*" allows it. */
  readonly resources?: (input: I, region: string) => readonly string[];
  /** Condition keys of the request. */
  readonly context?: (input: I, region: string) => Context;
  /** What AWS demands besides the action: sim/permissions/besides.ts. */
  readonly besides?: (input: I, region: string) => readonly Demand[];
  readonly answer: (input: I, region: string, caller: string) => O;
}

const running = new AsyncLocalStorage<Run>();

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
    void running.run(run, work).finally(() => {
      this.end(run);
    });
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

  /** A function waits for so long, of its own accord. */
  pause(milliseconds: number): Promise<void> {
    const run = running.getStore();
    if (run === undefined) return Promise.resolve();
    run.waiting++;
    return new Promise((resolve) => {
      this.core.clock.after(milliseconds, () => {
        if (!run.alive) return;
        run.waiting--;
        this.touched = true;
        resolve();
      });
    });
  }

  async send(client: Client, command: object, run: Run): Promise<unknown> {
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
    const tell = (error?: Error): void => {
      this.watch({ caller: functionName, action, input, allowed, error: error?.name });
    };
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
    this.core.tell(caller, `may not call ${action}`, { why: message });
    return new AwsError("AccessDeniedException", message, 403);
  }
}

interface Client {
  readonly config: { region(): Promise<string> };
}
type Send = (this: Client, command: object, ...rest: unknown[]) => unknown;

/** Puts the world between the SDK and the network, and between functions and the console. Done once; others see no change. */
function connect(): void {
  const prototype = Object.getPrototypeOf(AutoScalingClient.prototype) as { send: Send & { connected?: true } };
  if (prototype.send.connected) return;
  const { send: toAws } = prototype;
  const send: Send = function (command, ...rest) {
    const run = running.getStore();
    return run === undefined ? toAws.call(this, command, ...rest) : run.calls.send(this, command, run);
  };
  prototype.send = Object.assign(send, { connected: true as const });
  const { log } = console;
  console.log = (...entries: unknown[]) => {
    const run = running.getStore();
    if (run === undefined) log(...entries);
    else run.log(entries[0]);
  };
}
