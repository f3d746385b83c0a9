import type { Exit, Stop } from "../ending";
import type { KeeperSettings } from "../read-settings";
import { commandsFor, configFile } from "../../../shared/commands";
import type { Draft, MailOf } from "./draft";
import { stopCause } from "./stop-causes";
import { listed, quote } from "./words";

/** A service that is not essential is down, and the game goes on. */
export function serviceStopped(
  { service, exitCode, reason }: MailOf<"service stopped">,
  settings: KeeperSettings,
): Draft {
  const { container } = settings;
  const exits = exitCode === undefined ? [] : [{ service, exitCode }];
  const cause = stopCause({ code: "", reason, exits });
  const how = exitCode === undefined ? "It could not be started." : `Its exit code is ${exitCode}.`;
  return {
    subject: `${container}: its service ${service} has stopped`,
    paragraphs: [
      `${container} keeps running, and nobody is disconnected. Only its service ${service} has stopped; it stays down until ${container} next starts.`,
    ],
    forOperator: [
      `${how} ${cause.why}${reason === "" ? "" : ` AWS says: ${quote(reason)}`}`,
      `What to do: ${cause.next(configFile(settings))}`,
      exitCode === undefined ? undefined : `To read what it printed:\n${commandsFor(settings).serviceLog(service)}`,
      "If it happens again today, it is not reported.",
    ],
  };
}

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
