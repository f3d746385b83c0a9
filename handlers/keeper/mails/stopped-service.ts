import type { Exit, Stop } from "../ending";
import type { KeeperSettings } from "../read-settings";
import { commandsFor, configFile } from "../../../shared/commands";
import type { Draft, MailOf } from "./draft";
import type { Cause } from "./causes";
import { stopCause } from "./stop-causes";
import { listed, quote } from "./words";

/** A service that is not essential is down, and the game goes on. */
export function serviceStopped(
  { service, exitCode, reason }: MailOf<"service stopped">,
  settings: KeeperSettings,
): Draft {
  const { container } = settings;
  const [what, stays, how] =
    exitCode === undefined
      ? ["could not be started", "off", "AWS could not start it."]
      : ["has stopped", "down", `Its exit code is ${exitCode}.`];
  const exits = exitCode === undefined ? [] : [{ service, exitCode }];
  const cause = exitCode === 0 ? DONE : stopCause({ code: "", reason, exits });
  return {
    subject: `${container}: its service "${service}" ${what}`,
    paragraphs: [
      `${container} keeps running, and nobody is disconnected. Only its service "${service}" ${what}; it stays ${stays} until ${container} next starts.`,
    ],
    forOperator: [
      `${how} ${cause.why}${reason === "" ? "" : ` AWS says: ${quote(reason)}`}`,
      `What to do: ${cause.next(configFile(settings))} A change takes effect when ${container} has slept and starts again.`,
      exitCode === undefined ? undefined : `To read what it printed:\n${commandsFor(settings).serviceLog(service)}`,
      "If it happens again today, you will not get another mail.",
    ],
  };
}

/** It is to be started again (`restart: always`), and ECS does not: it has volumes, or ran for less than a minute. */
const DONE: Pick<Cause, "why" | "next"> = {
  why: "Its program exited without an error.",
  next: (yaml) =>
    `If it is meant to end, remove restart from this service in ${yaml}. Otherwise check its command. AWS starts it again only if it ran for a minute and has no volumes.`,
};

/** The service that failed, where there are several: those that were stopped with it have 137 or 143. */
export function failedService({ exits }: Stop, { services }: KeeperSettings): string | undefined {
  if (services.essential.length + services.nonEssential.length < 2) return undefined;
  const failed = (codes: readonly number[]) => exits.find(({ exitCode }) => !codes.includes(exitCode));
  return (failed([0, 137, 143]) ?? failed([0, 143]) ?? exits[0])?.service;
}

/** Like " (exit code 1)"; with the names of the services, where there are several. */
export function exitWords(exits: readonly Exit[], { services }: KeeperSettings): string {
  if (exits.length === 0) return "";
  if (services.essential.length + services.nonEssential.length > 1)
    return ` (${exits.map(({ service, exitCode }) => `${service}: exit code ${exitCode}`).join(", ")})`;
  return ` (exit code${exits.length > 1 ? "s" : ""} ${listed(exits.map(({ exitCode }) => `${exitCode}`))})`;
}
