import { inWords } from "../in-words";
import { connect, type Aws } from "./aws";
import { unpack, type LogsEvent } from "./batch";
import { isIdleLogged, look, plan, remembered, type Memory } from "./decide";
import type { Instant, Query } from "./queries";
import type { WakeSettings } from "./read-settings";

const SHOWN = 5;

/**
 * A warm function: keeps its settings, its connections and what it has told AWS from one event to the next.
 *
 * @param settings read at the first event, so that a wrong one is an error of the invocation, which the alarm counts
 * @param clock gives milliseconds since 1970
 */
export function warmWake(
  settings: () => WakeSettings,
  clock: () => number = Date.now,
): (event: LogsEvent) => Promise<void> {
  const memory: Memory = { putMinutes: [] };
  const start = () => {
    const read = settings();
    return { settings: read, aws: connect(read) };
  };
  let warm: ReturnType<typeof start> | undefined;
  return async (event) => {
    warm ??= start();
    await wake(warm.settings, event, clock(), memory, warm.aws);
  };
}

/**
 * Reports queries to keeper in two ways: by a call (about a second) and by the metric that
 * the alarm `queried` watches (a minute or two). Either is enough to wake.
 *
 * @param memory changed by what succeeded
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
  const logIdle = (because: string) => {
    if (isIdleLogged(now, memory)) return;
    memory.idleLoggedAt = now;
    console.log({ saw, did: [], because });
  };
  if (queries.length === 0) {
    logIdle(`no recent query for ${settings.queriedName}`);
    return;
  }

  const { points, newest, callKeeper } = plan(queries, now, memory);
  const calledLately = "keeper was called less than 10 s ago";
  const put = async () => {
    await aws.putQueries(points);
    memory.putMinutes = remembered(memory.putMinutes, points, now);
  };
  const call = async () => {
    await aws.callKeeper(newest);
    memory.calledAt = now;
  };
  const steps: Step[] = [];
  if (points.length > 0) steps.push({ does: "put the metric DnsQueries", run: put });
  if (callKeeper) steps.push({ does: "call keeper", run: call });
  if (steps.length === 0) {
    logIdle(`${calledLately}, and the metric has this minute`);
    return;
  }
  const failed: Error[] = [];
  const did: string[] = [];
  const outcomes = await Promise.allSettled(steps.map(({ run }) => run()));
  for (const [index, { does }] of steps.entries()) {
    const outcome = outcomes[index];
    if (outcome?.status !== "rejected") did.push(does);
    else failed.push(new Error(`${does} failed: ${inWords(outcome.reason)}`, { cause: outcome.reason }));
  }
  console.log({
    saw,
    newest: new Date(newest).toISOString(),
    askedBy: askedBy(queries),
    did,
    because: callKeeper ? undefined : calledLately,
  });
  if (failed.length > 0) throw new AggregateError(failed, failed.map(({ message }) => message).join("; "));
}

interface Step {
  readonly does: string;
  readonly run: () => Promise<unknown>;
}

/** The first few resolvers and their queries, each once: shows what wakes the container. */
function askedBy(queries: readonly Query[]): readonly string[] {
  const all = [...new Set(queries.map(({ type, resolver }) => `${type} from ${resolver}`))];
  return all.length <= SHOWN ? all : [...all.slice(0, SHOWN), `and ${all.length - SHOWN} more`];
}
