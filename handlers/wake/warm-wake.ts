import { connect } from "./aws";
import type { LogsEvent } from "./batch";
import type { Memory } from "./decide";
import type { WakeSettings } from "./read-settings";
import { wake } from "./wake";

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
