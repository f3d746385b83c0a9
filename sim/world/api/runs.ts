import type { Core } from "../core";
import { AwsError } from "../errors";

/** A run of a function: whose role its calls have, and whether it still waits for answers. */
export interface Run {
  readonly functionName: string;
  readonly roleArn: string;
  /** False after its end or its timeout: answers no longer reach it. */
  alive: boolean;
  /** The number of calls that are not answered yet. */
  waiting: number;
  readonly log: (entry: unknown) => void;
}

/** The functions that run now: the world's time stands still until each of them waits for something. */
export class Runs {
  private readonly all = new Set<Run>();
  /** True while a function may have something to compute. */
  private computing = false;
  private failure: Error | undefined;

  constructor(private readonly core: Core) {}

  start(run: Run): void {
    this.computing = true;
    this.all.add(run);
  }

  end(run: Run): void {
    run.alive = false;
    this.all.delete(run);
  }

  get isBusy(): boolean {
    return this.computing || this.failure !== undefined;
  }

  /** Lets functions compute until each waits. @throws any error that is the world's own, not AWS's */
  async settle(): Promise<void> {
    while (this.computing || [...this.all].some(({ waiting }) => waiting === 0)) {
      this.computing = false;
      await new Promise(setImmediate);
    }
    if (this.failure !== undefined) throw this.failure;
  }

  /** What a run receives after a wait; nothing if it has ended by then. */
  after<T>(run: Run, milliseconds: number, result: () => T): Promise<T> {
    run.waiting++;
    return new Promise((resolve, reject) => {
      this.core.clock.after(milliseconds, () => {
        if (!run.alive) return;
        run.waiting--;
        this.computing = true;
        try {
          resolve(result());
        } catch (cause) {
          const error = cause instanceof Error ? cause : new Error(String(cause));
          if (!(error instanceof AwsError)) this.failure ??= error;
          reject(error);
        }
      });
    });
  }
}
