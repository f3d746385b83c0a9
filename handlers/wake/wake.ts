import { inWords } from "../in-words";
import type { Aws } from "./aws";
import { unpack, type LogsEvent } from "./batch";
import { look, plan } from "./decide";
import type { Instant, Query } from "./queries";
import type { WakeSettings } from "./settings";

const SHOWN = 5;

/** What a warm function remembers. */
export interface Memory {
  /** When keeper was last called with success. */
  calledAt?: Instant;
}

/**
 * Tells keeper, in both ways, that somebody asks for the container: by a call (about a second) and by the metric that
 * the alarm `queried` watches (a minute or two). Either is enough to wake.
 *
 * @param memory changed when keeper was called
 * @throws Error that names each way that failed. Lambda then tries again: a query counted twice, or a second call,
 *   changes nothing.
 */
export async function wake(
  settings: WakeSettings,
  event: LogsEvent,
  now: Instant,
  memory: Memory,
  aws: Aws,
): Promise<void> {
  const { messageType, lines } = unpack(event);
  if (messageType !== "DATA_MESSAGE") {
    console.log({ ignored: messageType });
    return;
  }
  const { queries, ...passedOver } = look(lines, settings, now);
  const saw = { queries: queries.length, ...passedOver };
  if (queries.length === 0) {
    console.log({ saw, did: [], because: `nobody asks for ${settings.address} now` });
    return;
  }

  const { points, newest, callKeeper } = plan(queries, now, memory.calledAt);
  const call = async () => {
    await aws.callKeeper(newest);
    memory.calledAt = now;
  };
  const steps: Step[] = [{ does: "put the metric DnsQueries", run: () => aws.putQueries(points) }];
  if (callKeeper) steps.push({ does: "call keeper", run: call });
  const failures = await Promise.all(steps.map(failureOf));

  const did = steps.filter((_, step) => failures[step] === undefined).map(({ does }) => does);
  const because = callKeeper ? undefined : "keeper was called less than 10 s ago";
  console.log({ saw, newest: new Date(newest).toISOString(), askedBy: askedBy(queries), did, because });
  const failed = failures.filter((failure) => failure !== undefined);
  if (failed.length > 0) throw new AggregateError(failed, failed.map(({ message }) => message).join("; "));
}

interface Step {
  readonly does: string;
  readonly run: () => Promise<unknown>;
}

/** Runs a step to its end: undefined when it worked, otherwise an error that names it. */
async function failureOf({ does, run }: Step): Promise<Error | undefined> {
  try {
    await run();
    return undefined;
  } catch (cause) {
    return new Error(`${does} failed: ${inWords(cause)}`, { cause });
  }
}

/** Who asked for what, for somebody who wonders what wakes the container: a few of them, each once. */
function askedBy(queries: readonly Query[]): readonly string[] {
  const all = [...new Set(queries.map(({ type, resolver }) => `${type} from ${resolver}`))];
  return all.length <= SHOWN ? all : [...all.slice(0, SHOWN), `and ${all.length - SHOWN} more`];
}
