import { parseArgs } from "node:util";
import type { Scenario } from "../scenarios/scenario";
import { Problem } from "./problem";

export interface Options {
  /** "list" shows them all. */
  readonly scenario: string;
  readonly seed: number;
  /** The page. */
  readonly output: string;
  readonly record: boolean;
  readonly help: boolean;
}

const OPTIONS = {
  scenario: { type: "string", default: "evenings" },
  seed: { type: "string", default: "1" },
  output: { type: "string", short: "o", default: "demo.html" },
  record: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

export const HELP = `npm run demo -- [options]
  --scenario <name>   what is played: evenings, if nothing is said; without a name, or "list", it shows all
  --seed <number>     another one tells the story with other delays and addresses
  -o <file.html>      the page with the picture: demo.html, if nothing is said
  --record            renews the applied state that is played where Terraform is missing
  --help              shows this`;

/** @throws Problem that says what there is */
export function readOptions(args: readonly string[]): Options {
  const isNamed = (next = "-"): boolean => !next.startsWith("-");
  const named = args.map((arg, index) => (arg === "--scenario" && !isNamed(args[index + 1]) ? "--scenario=list" : arg));
  const { seed, ...options } = parsed(named);
  const [empty] = Object.entries(options).find(([, value]) => value === "") ?? [];
  if (empty !== undefined) throw new Problem(`--${empty} is empty`);
  return { ...options, seed: seedOf(seed) };
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    const { message } = error as Error;
    const words = message.replace(/^Option '(-+\w+).*' argument (missing|is ambiguous).*/s, "$1 needs a value");
    throw new Problem(`${words.replace(/\. .*/s, "")}: --help shows what there is`);
  }
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
