import { valueAt } from "../schema/holes";
import type { Path, Problem } from "../schema/problem";

const HOURS = "only traffic is limited then";

/** Keys that mean nothing with `mode: always`, and why. */
const WITHOUT_EFFECT: readonly (readonly [path: Path, reason: string])[] = [
  [["idle"], "the container runs even if nobody is connected"],
  [["wake"], "the container waits for no DNS query"],
  [["limit", "per_session"], HOURS],
  [["limit", "per_day"], HOURS],
  [["limit", "per_month"], HOURS],
  [["crash_loop", "rest"], "there is no pause after a failure"],
];

/**
 * What a file with `mode: always` must not say.
 *
 * @param written the file as it is written: afterwards, default values look the same as written ones
 */
export function alwaysProblems(written: unknown): Problem[] {
  if (valueAt(written, ["mode"]) !== "always") return [];
  const services = Object.keys(valueAt(written, ["services"]) ?? {});
  const isScheduled = (name: string): boolean => valueAt(written, ["services", name, "schedule"]) !== undefined;
  if (services.length > 0 && services.every(isScheduled)) {
    const message =
      "always needs a service that runs all the time, but every service here has a schedule: add one without, or remove " +
      "mode and write wakes: true where a run has to start a host";
    return [{ path: ["mode"], message }];
  }
  const wakes = services.map((name) => [["services", name, "wakes"], "the host is always up"] as const);
  return [...WITHOUT_EFFECT, ...wakes]
    .filter(([path]) => valueAt(written, path) !== undefined)
    .map(([path, reason]) => ({
      path,
      message: `has no effect with mode: always, because ${reason}: remove it`,
      atKey: true,
    }));
}
