import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "./aws/connect";
import { decide as decideByRules } from "./decide";
import type { Summary } from "./log";
import { look, type Keeper } from "./look";
import type { KeeperSettings } from "./read-settings";
import { fieldsOf, triggerOf } from "./trigger";

const pauseByChance: Keeper["pause"] = (milliseconds) => sleep(Math.random() * milliseconds);

/**
 * A warm function: keeps its settings and connections from one event to the next, and nothing else; what keeper knows is
 * in its table.
 *
 * @param settings read at the first event, so that a wrong one is an error of the invocation, which the alarm counts
 * @param now gives milliseconds since 1970
 * @param pause waits between two tries to write memory
 */
export function keeperFor(
  settings: () => KeeperSettings,
  now: Keeper["now"],
  decide: Keeper["decide"] = decideByRules,
  pause: Keeper["pause"] = pauseByChance,
): (event: unknown) => Promise<Summary> {
  const start = (): Keeper => {
    const read = settings();
    return { settings: read, aws: connect(read), now, decide, pause };
  };
  let keeper: Keeper | undefined;
  return async (event) => {
    keeper ??= start();
    const trigger = triggerOf(event);
    if (trigger.name === "unknown event") console.log({ unknownEvent: fieldsOf(event) });
    const { run } = trigger;
    const { scheduled } = keeper.settings;
    if (run?.dueAt === undefined && run !== undefined && scheduled.every(({ service }) => service !== run.service)) {
      const names = scheduled.map(({ service }) => service).join(", ");
      throw new Error(
        `there is no scheduled service of that name here: ${names === "" ? "none has a schedule" : names}`,
      );
    }
    return look(keeper, trigger);
  };
}
