import { HELD, holdCommand, lookCommand, sleepCommand, wakeCommand } from "../../../handlers/keeper/mails/by-hand";
import type { Context } from "./context";

/** What people do by hand, as outputs. */
export function commands({ base, config }: Context): Record<string, { value: string; description: string }> {
  const container = config.name;
  const keeper = { project: base.name, container, region: base.region };
  return {
    look: ready(lookCommand(keeper), "Makes keeper look now, as it does every five minutes"),
    wake: ready(wakeCommand(keeper), `Starts ${container}, even during a pause after a crash`),
    sleep: ready(sleepCommand(keeper), `Puts ${container} to sleep, even while somebody plays`),
    hold: ready(holdCommand(keeper), `Keeps ${container} ${HELD}`),
  };
}

/**
 * A command to paste. Terraform prints a value of one line in quotes, with a backslash before each quote in it, and one
 * that ends with a newline between <<EOT and EOT, as it is: https://github.com/hashicorp/terraform/issues/31657
 */
const ready = (command: string, description: string) => ({ value: `${command}\n`, description });
