import { HELD, holdCommand, lookCommand, sleepCommand, wakeCommand, type OneKeeper } from "../../../shared/commands";
import { text } from "../../lib/text";

/** What people do by hand, as outputs. */
export function commands(keeper: OneKeeper): Record<string, { value: string; description: string }> {
  return {
    look: ready(lookCommand(keeper), "Makes keeper look now, as it does every five minutes"),
    wake: ready(wakeCommand(keeper), `Starts ${keeper.container}, even during a pause after a crash`),
    sleep: ready(sleepCommand(keeper), `Puts ${keeper.container} to sleep, even while somebody plays`),
    hold: ready(holdCommand(keeper), `Keeps ${keeper.container} ${HELD}`),
  };
}

/**
 * A command to paste, an option a line: cdktf breaks longer lines at the width of the terminal. Terraform prints a text
 * of one line in quotes, with a backslash before each quote in it, and this one between <<EOT and EOT, as it is:
 * https://github.com/hashicorp/terraform/issues/31657
 */
const ready = (command: string, description: string) => ({
  value: text(`${command.replaceAll(" --", " \\\n  --")}\n`),
  description,
});
