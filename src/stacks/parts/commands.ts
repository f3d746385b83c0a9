import { commandsFor, HOLD, type OneKeeper } from "../../../shared/commands";
import { text } from "../../lib/text";

/** Commands for people, as outputs. */
export function commands(
  keeper: OneKeeper,
  scheduled: readonly { readonly name: string }[],
): Record<string, { value: string; description: string }> {
  const { look, wake, sleep, hold, run } = commandsFor(keeper);
  return {
    look: ready(look, "Runs keeper now, as its schedule does every five minutes"),
    wake: ready(wake, `Starts ${keeper.container}, even during a pause after a crash`),
    sleep: ready(sleep, `Puts ${keeper.container} to sleep, even while people are playing`),
    ...Object.fromEntries(scheduled.map(({ name }) => [`run_${name}`, ready(run(name), `Runs ${name} now`)])),
    hold: ready(hold, `Keeps ${keeper.container} ${HOLD}`),
  };
}

/**
 * A command to paste, with an option per line: cdktf breaks longer lines at the width of the terminal. Terraform prints a
 * single line in quotes, with escapes, but several lines unchanged between <<EOT and EOT:
 * https://github.com/hashicorp/terraform/issues/31657
 */
const ready = (command: string, description: string) => ({
  value: text(`${command.replaceAll(" --", " \\\n  --")}\n`),
  description,
});
