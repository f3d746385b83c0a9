import { settingsFrom } from "../environment";
import { connect } from "./aws";
import type { LogsEvent } from "./batch";
import type { Memory } from "./decide";
import { WAKE } from "./settings";
import { wake } from "./wake";

/**
 * A warm function: keeps its settings, its connections and what it has told AWS from one event to the next.
 * Settings are read at the first event, so that a wrong one is an error of the invocation, which the alarm counts.
 *
 * @param environment as of WAKE's contract
 * @param clock gives milliseconds since 1970
 */
export function warmWake(
  environment: Readonly<Record<string, string | undefined>>,
  clock: () => number = Date.now,
): (event: LogsEvent) => Promise<void> {
  const memory: Memory = { putMinutes: [] };
  const start = () => {
    const settings = settingsFrom(WAKE, environment);
    return { settings, aws: connect(settings) };
  };
  let warm: ReturnType<typeof start> | undefined;
  return async (event) => {
    warm ??= start();
    await wake(warm.settings, event, clock(), memory, warm.aws);
  };
}
