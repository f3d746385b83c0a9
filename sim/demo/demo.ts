import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { SCENARIOS } from "../scenarios";
import { Stage } from "../scenarios/scenario";
import { DAY, type Instant } from "../world/clock";
import { World } from "../world/world";
import { applyConfigs, DOMAIN, type Workbench } from "./apply";
import { HELP, readOptions, scenarioNamed } from "./options";
import { page } from "./page";
export { Problem } from "./problem";
import { Problem } from "./problem";
import { type Applied, essence, objectsOf, readRecorded, RECORDED, STACKS } from "./state";
import { Story } from "./story";
import { tell } from "./telling";
import { costText, mailText, NEXT, painter, storyText } from "./text";

/** A Monday, so that the same seed tells the same story: whole weeks from its midnight on, all else from its evening on. */
const startOf = (days: number): Instant => Date.parse(`2026-11-16T${days % 7 === 0 ? "00" : "18"}:00Z`);

/** What ships: configs/ is the user's. */
const SHIPPED = "examples/valheim";
/** What is played, with the base.yaml beside it. */
const CONFIGURATION = "configs/valheim.yaml";

/** What the demo needs from the outside. */
export interface Tools extends Pick<Workbench, "run"> {
  readonly print: (line: string) => void;
  readonly hasColours: boolean;
  /** Where the person stands: paths mean it. */
  readonly cwd: string;
  /** Why there is no Terraform to apply with; otherwise undefined. */
  readonly missing: string | undefined;
  readonly bench: () => Promise<Omit<Workbench, "run" | "tell">>;
}

/**
 * Applies the project's configuration to pretend AWS, plays a scenario on what was applied, and tells it.
 *
 * @throws Problem if a person can put it right
 */
export async function demo(args: readonly string[], tools: Tools): Promise<void> {
  const options = readOptions(args);
  const { print } = tools;
  if (options.help) {
    print(HELP);
    return;
  }
  if (options.scenario === "list") {
    const width = Math.max(...SCENARIOS.map(({ name }) => name.length));
    for (const { name, about } of SCENARIOS) print(`${name.padEnd(width)}  ${about}`);
    return;
  }
  if (options.record) {
    await record(tools);
    return;
  }
  const scenario = scenarioNamed(options.scenario, SCENARIOS);
  const output = resolve(tools.cwd, options.output);
  requireWritable(output);

  const { made, source } = await applied(tools);
  const start = startOf(scenario.days);
  const world = World.from(objectsOf(made), { seed: options.seed, start, uncertain: scenario.uncertain });
  const story = new Story(world, world.containers[0] ?? "");
  scenario.play(new Stage(world));
  await world.run(start + scenario.days * DAY);

  const origin = `${source} Seed ${options.seed}.`;
  const telling = tell(world, story, { title: scenario.name, about: scenario.about, from: start, source: origin });
  const paint = painter(tools.hasColours);
  print(`\n${paint("bold", scenario.name)}   ${scenario.about} All times are UTC.\n`);
  for (const text of [storyText, mailText, costText]) print(`${text(telling, paint)}\n`);
  writeFileSync(output, page(telling));
  for (const line of NEXT) print(line);
  print(`The same as a page, with the picture: ${pathToFileURL(output).href}`);
}

async function applied(tools: Tools): Promise<{ made: Applied; source: string }> {
  if (tools.missing !== undefined) {
    tools.print(
      `Plays ${CONFIGURATION} as it ships, from the state recorded in ${RECORDED}: applying ${tools.missing}.`,
    );
    return { made: readRecorded(), source: `Plays ${CONFIGURATION} as it ships, from a recorded state.` };
  }
  return {
    made: await apply(tools, "configs"),
    source: `Plays ${CONFIGURATION} as it is now, applied to pretend AWS.`,
  };
}

async function apply({ print, run, bench }: Tools, from: string): Promise<Applied> {
  print(`Deploys ${from}/valheim.yaml as it is now to pretend AWS, with the domain ${DOMAIN}: no account, no network.`);
  const line = (what: string, result: string, seconds: number): void => {
    print(`  ${what.padEnd(16)} ${result.padEnd(28)} ${seconds.toFixed(1)} s`);
  };
  return applyConfigs({ ...(await bench()), run, tell: line }, from);
}

/** Keeps what an apply makes today for those who have no Terraform. */
async function record(tools: Tools): Promise<void> {
  if (tools.missing !== undefined) throw new Problem(`--record needs Terraform: ${tools.missing}`);
  const { states, zips } = await apply(tools, SHIPPED);
  mkdirSync(RECORDED, { recursive: true });
  for (const stack of STACKS) {
    writeFileSync(join(RECORDED, `${stack}.json`), JSON.stringify(essence(states[stack])));
  }
  writeFileSync(join(RECORDED, "zips.json"), JSON.stringify(zips));
  await tools.run(process.execPath, ["scripts/tool.mjs", "prettier", "--write", "--log-level", "warn", RECORDED]);
  tools.print(`recorded in ${RECORDED}`);
}

/** Told before the work, not after it. */
function requireWritable(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new Problem(`${file} is a folder: name a file, -o <file.html>`);
  try {
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
  } catch (error) {
    throw new Problem(
      `${file} can't be written (${(error as NodeJS.ErrnoException).code ?? ""}): name another file, -o <file.html>`,
    );
  }
}
