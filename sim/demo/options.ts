import { parseArgs } from "node:util";
import { z } from "zod";
import { Problem } from "../applied/state";
import { SCENARIOS } from "../scenarios";
import { eveningsOf, MOST_PLAYERS } from "../scenarios/evenings";
import type { Scenario } from "../scenarios/scenario";

const TEXT = { type: "string" } as const;
const FLAG = { type: "boolean" } as const;
const OPTIONS = {
  ...{ config: TEXT, scenario: TEXT, evenings: TEXT, players: TEXT, hours: TEXT, seed: TEXT },
  ...{ output: { ...TEXT, short: "o" }, record: FLAG, help: { ...FLAG, short: "h" } },
};

export const HELP = `npm run demo -- [options]
  --config <path>     what to play: a folder with base.yaml and containers, or one container's file; default configs
  --evenings <count>  how many evenings in a row people play, from 1 to 31
  --players <count>   how many people play each evening, from 1 to ${MOST_PLAYERS}
  --hours <count>     how long they play, from 0.5 to 12
  --scenario <name>   another story; without a name, lists all of them
  --seed <number>     the same story with other delays and addresses; default 1
  -o <file.html>      the page to write; default demo.html
  --record            renews the recorded state that is played where Terraform is missing
  --help              shows this text`;

const text = z.string("needs a value").regex(/^[^-]/, "needs a value");
const number = (least: number, most: number, step = 1) => {
  const allowed = `needs ${step === 1 ? "a whole number" : "a number in steps of 0.5"} from ${least} to ${most}`;
  const isAllowed = (value: number): boolean => value >= least && value <= most && value % step === 0;
  return text.transform(Number).refine(isAllowed, allowed);
};
const scenario = text.transform((name, context): Scenario | "list" => {
  const found = SCENARIOS.find((each) => each.name === name);
  if (found === undefined && name !== "list") context.addIssue(`${name} does not exist: leave out the name for a list`);
  return found ?? "list";
});
const SCHEMA = z
  .strictObject({
    config: text.optional(),
    scenario: scenario.optional(),
    evenings: number(1, 31).optional(),
    players: number(1, MOST_PLAYERS).optional(),
    hours: number(0.5, 12, 0.5).optional(),
    seed: number(0, 999_999_999).default(1),
    output: text.default("demo.html"),
    record: z.literal(true, "takes no value").optional(),
    help: z.literal(true, "takes no value").optional(),
  })
  .transform(({ scenario: named, evenings, players, hours, ...others }, context) => {
    const isOwn = [evenings, players, hours].some((count) => count !== undefined);
    if (isOwn && named !== undefined) context.addIssue("cannot be combined with --evenings, --players and --hours");
    const own = eveningsOf({ evenings: evenings ?? 3, players: players ?? 3, hours: hours ?? 3 });
    return { ...others, scenario: isOwn ? own : (named ?? (SCENARIOS[0] as Scenario)) };
  });

/** @throws Problem with everything that is wrong */
export function readOptions(args: readonly string[]): z.output<typeof SCHEMA> {
  // Without a name it lists them.
  const all = args.map((arg, at) => (arg === "--scenario" && /^(-|$)/.test(args[at + 1] ?? "") ? `${arg}=list` : arg));
  const { values, positionals } = parseArgs({ args: all, options: OPTIONS, strict: false });
  const { data, error } = SCHEMA.safeParse(values);
  const problems = (error?.issues ?? []).flatMap((issue) => {
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => `--${key} is not an option`);
    return `--${issue.path[0]?.toString() ?? "scenario"} ${issue.message}`;
  });
  problems.unshift(...positionals.map((word) => `"${word}" is not an option`));
  if (data !== undefined && problems.length === 0) return data;
  throw new Problem([...problems, "npm run demo -- --help lists all options"].join("\n"));
}
