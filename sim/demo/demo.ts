import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { SCENARIOS } from "../scenarios";
import { applyConfigs, DOMAIN, type Source, sourceOf, type Workbench } from "./apply";
import { HELP, readOptions } from "./options";
import { page } from "./page";
import { play } from "./play";
export { Problem } from "./problem";
import { Problem } from "./problem";
import { type Applied, essence, readRecorded, RECORDED } from "./state";
import type { Telling } from "./telling";
import { NEXT, painter, telling as told } from "./text";

/** What ships: configs/ is the user's. */
const SHIPPED = "examples/valheim";
const USUAL = "configs";

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
 * Applies a configuration to pretend AWS, plays a scenario on each of its containers, and tells it.
 *
 * @throws Problem if a person can put it right
 */
export async function demo(args: readonly string[], tools: Tools): Promise<void> {
  const { help, scenario, record, config, output, seed } = readOptions(args);
  const { print, missing, cwd } = tools;
  if (help) return print(HELP);
  if (scenario === "list") {
    const width = Math.max(...SCENARIOS.map(({ name }) => name.length));
    return SCENARIOS.forEach(({ name, about }) => print(`${name.padEnd(width)}  ${about}`));
  }
  const [needsTerraform] = [...(record ? ["--record"] : []), ...(config === undefined ? [] : ["--config"])];
  if (needsTerraform !== undefined && missing !== undefined) throw new Problem(`${needsTerraform} ${missing}`);
  if (record) return recordApplied(tools);
  const file = resolve(cwd, output);
  requireWritable(file);

  const source = missing === undefined ? sourceOf(config ?? USUAL, config === undefined ? "." : cwd) : undefined;
  if (source === undefined)
    print(`Plays ${SHIPPED} from the state recorded in ${RECORDED}: applying ${missing ?? ""}.`);
  const applied = source === undefined ? readRecorded() : await apply(tools, source);
  const origin = source === undefined ? `${SHIPPED}, recorded` : `${source.name}, just applied`;
  const tellings: Telling[] = [];
  for (const container of Object.keys(applied.states).filter((stack) => stack !== "base")) {
    const played = await play(applied, container, scenario, seed);
    if (played === undefined) print(`\n${container} is retired: there is nothing to play.`);
    else {
      tellings.push(played);
      print(told(played, painter(tools.hasColours)));
    }
  }
  writeFileSync(file, page(tellings, `${origin}, to pretend AWS; seed ${seed}`));
  for (const line of NEXT) print(line);
  print(`The same as a page, with pictures: ${pathToFileURL(file).href}`);
}

async function apply({ print, run, bench }: Tools, source: Source): Promise<Applied> {
  print(`Deploys ${source.name} to pretend AWS, with the domain ${DOMAIN}: no account, no network.`);
  const tell = (what: string, result: string, seconds: number): void =>
    print(`  ${what.padEnd(24)} ${result.padEnd(32)} ${seconds.toFixed(1)} s`);
  return applyConfigs({ ...(await bench()), run, tell }, source);
}

/** Keeps what an apply makes today for those who have no Terraform. */
async function recordApplied(tools: Tools): Promise<void> {
  const { states, zips } = await apply(tools, sourceOf(SHIPPED, "."));
  mkdirSync(RECORDED, { recursive: true });
  for (const [stack, state] of Object.entries(states))
    writeFileSync(join(RECORDED, `${stack}.json`), JSON.stringify(essence(state)));
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
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new Problem(`${file} cannot be written (${code}): name another file, -o <file.html>`);
  }
}
