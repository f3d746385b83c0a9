import { parseArgs } from "node:util";
import { SCENARIOS } from "../scenarios";
import { type Evenings, eveningsOf, MOST_PLAYERS } from "../scenarios/evenings";
import type { Scenario } from "../scenarios/scenario";
import { Problem } from "./problem";

export interface Options {
  /** A folder of configurations or a container's file; undefined: configs. */
  readonly config: string | undefined;
  /** "list" shows them all. */
  readonly scenario: Scenario | "list";
  readonly seed: number;
  /** The page. */
  readonly output: string;
  readonly record: boolean;
  readonly help: boolean;
}

const OPTIONS = {
  config: { type: "string" },
  scenario: { type: "string" },
  evenings: { type: "string" },
  players: { type: "string" },
  hours: { type: "string" },
  seed: { type: "string" },
  output: { type: "string", short: "o" },
  record: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;
type Name = keyof typeof OPTIONS;

export const HELP = `npm run demo -- [options]
  --config <path>     what to play: a folder with base.yaml and containers, or one container's file; default configs
  --evenings <count>  how many evenings in a row somebody plays, from 1 to 31
  --players <count>   how many people play each evening, from 1 to ${MOST_PLAYERS}
  --hours <count>     how long they play, from 0.5 to 12
  --scenario <name>   another story; without a name, lists all of them
  --seed <number>     the same story with other delays and addresses; default 1
  -o <file.html>      the page to write; default demo.html
  --record            renews the recorded state that is played where Terraform is missing
  --help              shows this text`;

const USUAL: Evenings = { evenings: 3, players: 3, hours: 3 };

/** @throws Problem with everything that is wrong */
export function readOptions(args: readonly string[]): Options {
  const problems: string[] = [];
  const given = givenIn(args, problems);
  const number = (name: Name, usual: number, least: number, most: number, step = 1): number => {
    const written = given.get(name);
    const value = Number(written ?? usual);
    if (value >= least && value <= most && value % step === 0 && written !== "") return value;
    const whole = step === 1 ? "a whole number" : "a number in steps of 0.5";
    problems.push(`--${name} ${written ?? ""} is not supported: write ${whole} from ${least} to ${most}`);
    return usual;
  };
  const evenings = {
    evenings: number("evenings", USUAL.evenings, 1, 31),
    players: number("players", USUAL.players, 1, MOST_PLAYERS),
    hours: number("hours", USUAL.hours, 0.5, 12, 0.5),
  };
  const ofEvenings = Object.keys(evenings).filter((name) => given.has(name as Name));
  const name = given.get("scenario") ?? "evenings";
  const known = SCENARIOS.find((scenario) => scenario.name === name);
  if (known === undefined && name !== "list")
    problems.push(`--scenario ${name} does not exist: choose one of ${SCENARIOS.map((each) => each.name).join(", ")}`);
  if (ofEvenings.length > 0 && name !== "evenings")
    problems.push(`--${ofEvenings.join(", --")} cannot be combined with --scenario ${name}: leave one of them out`);
  const options: Options = {
    config: given.get("config"),
    scenario: ofEvenings.length > 0 ? eveningsOf(evenings) : (known ?? "list"),
    seed: number("seed", 1, 0, 999_999_999),
    output: given.get("output") ?? "demo.html",
    record: given.has("record"),
    help: given.has("help"),
  };
  if (problems.length === 0) return options;
  throw new Problem([...problems, "npm run demo -- --help lists all options"].join("\n"));
}

/** What was given, by the option's name; without a value, empty. */
function givenIn(args: readonly string[], problems: string[]): ReadonlyMap<Name, string> {
  const { tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  const given = new Map<Name, string>();
  for (const token of tokens) {
    if (token.kind === "positional") problems.push(`"${token.value}" is not an option`);
    if (token.kind !== "option") continue;
    const { rawName, value } = token;
    const name = Object.keys(OPTIONS).find((each) => each === token.name) as Name | undefined;
    const isFlag = name !== undefined && OPTIONS[name].type === "boolean";
    if (name === undefined) problems.push(`${rawName} is not an option`);
    else if (given.has(name)) problems.push(`${rawName} is given twice: keep one`);
    else if (isFlag && value !== undefined) problems.push(`${rawName} takes no value`);
    else if (!isFlag && (value === undefined || value === "")) {
      if (name === "scenario") given.set(name, "list");
      else problems.push(`${rawName} needs a value`);
    } else given.set(name, value ?? "");
  }
  return given;
}
