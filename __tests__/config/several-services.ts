import type { Services } from "../../src/config/compose/task-containers";
import { loadConfiguration } from "../../src/config/load";
import { BASE, problemsOf, warningsOf, written } from "./written";

const fileOf = (services: Readonly<Record<string, string>>, more: string): string =>
  [
    "instance_types: [m7a.large]",
    more,
    "services:",
    ...Object.entries(services).map(([name, fields]) => `  ${name}: ${fields}`),
  ].join("\n");

/** The services of a container's file; each is what stands behind its name. */
export function loadedFrom(services: Readonly<Record<string, string>>): Services {
  const { containers } = loadConfiguration(written({ "base.yaml": BASE, "game.yaml": fileOf(services, "") }));
  return containers[0]?.services ?? {};
}

/** What is wrong with them: field and message, without the place. */
export const problemsOfServices = (
  services: Readonly<Record<string, string>>,
  more = "",
  files: Readonly<Record<string, string>> = {},
): readonly string[] =>
  problemsOf({ "base.yaml": BASE, "game.yaml": fileOf(services, more), ...files }).map((line) =>
    line.replace(/^\S+ /, ""),
  );

/** What surprises about them, in the same form. */
export const warningsOfServices = (services: Readonly<Record<string, string>>, more = ""): readonly string[] =>
  warningsOf({ "base.yaml": BASE, "game.yaml": fileOf(services, more) }).map((line) => line.replace(/^\S+ /, ""));
