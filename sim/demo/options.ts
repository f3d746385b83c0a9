import { Problem } from "./problem";
import type { Scenario } from "../scenarios/scenario";

export interface Options {
  readonly scenario: string;
  readonly seed: number;
  /** The page. */
  readonly output: string;
  readonly record: boolean;
}

const USAGE = "there are --scenario <name>, --scenario list, --seed <number>, -o <file.html> and --record";

/** @throws Problem that says what there is */
export function readOptions(args: readonly string[]): Options {
  const rest = [...args];
  const options = { scenario: "evenings", seed: 1, output: "demo.html", record: false };
  const valueOf = (option: string, kind: string): string => {
    const value = rest.shift();
    if (value === undefined || value === "" || value.startsWith("-")) throw new Problem(`${option} needs ${kind}`);
    return value;
  };
  for (let option = rest.shift(); option !== undefined; option = rest.shift()) {
    if (option === "--scenario") options.scenario = valueOf(option, "a name: --scenario list shows them");
    else if (option === "--seed") options.seed = seedOf(valueOf(option, "a number"));
    else if (option === "-o" || option === "--output") options.output = valueOf(option, "a file");
    else if (option === "--record") options.record = true;
    else throw new Problem(`${option} is not an option: ${USAGE}`);
  }
  return options;
}

function seedOf(written: string): number {
  if (/^\d{1,9}$/.test(written)) return Number(written);
  throw new Problem(`--seed ${written} is not a whole number from 0 to 999999999`);
}

/** @throws Problem that names those there are */
export function scenarioNamed(name: string, scenarios: readonly Scenario[]): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found !== undefined) return found;
  const names = scenarios.map((scenario) => scenario.name).join(", ");
  throw new Problem(`there is no scenario ${name}: there are ${names}`);
}
