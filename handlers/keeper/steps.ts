import { inWords } from "../in-words";

/** A step of a look that AWS refused. */
export class Failure extends Error {
  constructor(step: string, cause: unknown) {
    super(`${step} failed: ${inWords(cause)}`, { cause });
  }
}

/** Runs a step. A failure is logged at once, with AWS's request id, and given back. */
export async function attempt<T>(step: string, run: () => Promise<T>): Promise<T | Failure> {
  try {
    return await run();
  } catch (error) {
    const failure = new Failure(step, error);
    console.log({ problem: failure.message });
    return failure;
  }
}

/** One error that names them all; none if there are none. Lambda then looks again, and an alarm counts. */
export function throwTogether(failures: readonly Failure[]): void {
  if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join("; "));
}
