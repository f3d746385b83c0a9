import type { Mode } from "../../../shared/function-settings";
import { commandsFor, HOLD, type OneKeeper } from "../../../shared/commands";
import { text } from "../../lib/text";

interface Output {
  readonly value: string;
  readonly description: string;
}

/** Commands for people, as outputs. */
export function commands(
  keeper: OneKeeper,
  mode: Mode,
  scheduled: readonly { readonly name: string }[],
): Record<string, Output> {
  const { look, wake, sleep, hold, run } = commandsFor(keeper);
  const { container } = keeper;
  const byHand: Record<string, Output> =
    mode === "always"
      ? {
          wake: ready(wake, `Starts ${container} again after it was stopped by hand`),
          sleep: ready(sleep, `Stops ${container}, even while people use it, until it is started by hand`),
        }
      : {
          wake: ready(wake, `Starts ${container}, even during a pause after a crash`),
          sleep: ready(sleep, `Puts ${container} to sleep, even while people are playing`),
          hold: ready(hold, `Keeps ${container} ${HOLD}`),
        };
  return {
    look: ready(look, "Runs keeper now, as its schedule does every five minutes"),
    ...byHand,
    ...Object.fromEntries(scheduled.map(({ name }) => [`run_${name}`, ready(run(name), `Runs ${name} now`)])),
  };
}

/**
 * A command to paste, with an option per line: cdktf breaks longer lines at the width of the terminal. Terraform prints a
 * single line in quotes, with escapes, but several lines unchanged between <<EOT and EOT:
 * https://github.com/hashicorp/terraform/issues/31657
 */
const ready = (command: string, description: string): Output => ({
  value: text(`${command.replaceAll(" --", " \\\n  --")}\n`),
  description,
});
