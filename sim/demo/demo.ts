import { closeSync, openSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { applyConfigs, DOMAIN, type Source, sourceOf, type Workbench } from "../applied/apply";
import { type Applied, Problem, readRecorded, record, RECORDED } from "../applied/state";
export { Problem };
import { SCENARIOS } from "../scenarios";
import type { Scenario } from "../scenarios/scenario";
import { HELP, readOptions } from "./options";
import { page } from "./page";
import { play } from "./play";
import type { Telling } from "./telling";
import { NEXT, painter, tellingText } from "./text";

/** What ships: configs/ is the user's. */
const SHIPPED = "examples/valheim";

type Chosen = Pick<ReturnType<typeof readOptions>, "config" | "seed" | "output">;

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
  const { help, record: isRecording, scenario, ...options } = readOptions(args);
  const { print, missing, run } = tools;
  if (help) print(HELP);
  else if (scenario === "list") for (const { name, about } of SCENARIOS) print(`${name.padEnd(22)} ${about}`);
  else if (missing !== undefined && (options.config ?? isRecording) !== undefined)
    throw new Problem(`${isRecording ? "--record" : "--config"} ${missing}`);
  else if (isRecording) {
    record(await apply(tools, sourceOf(SHIPPED, ".")));
    await run(process.execPath, ["scripts/tool.mjs", "prettier", "--write", "--log-level", "warn", RECORDED]);
    print(`recorded in ${RECORDED}`);
  } else await playAll(scenario, options, tools);
}

async function playAll(scenario: Scenario, { config, seed, ...options }: Chosen, tools: Tools): Promise<void> {
  const { print, missing, cwd } = tools;
  const output = resolve(cwd, options.output);
  requireWritable(output);
  const source = missing === undefined ? sourceOf(config ?? "configs", config === undefined ? "." : cwd) : undefined;
  const origin = source === undefined ? `${SHIPPED}, as recorded` : `${source.name}, applied to pretend AWS`;
  if (missing !== undefined) print(`Plays ${origin} in ${RECORDED}: applying a configuration ${missing}.`);
  const applied = source === undefined ? readRecorded() : await apply(tools, source);
  const tellings: Telling[] = [];
  for (const container of Object.keys(applied.states).filter((stack) => stack !== "base")) {
    const telling = await play(applied, container, scenario, seed);
    if (telling !== undefined) tellings.push(telling);
    print(telling ? tellingText(telling, painter(tools.hasColours)) : `${container} is retired: nothing runs.`);
  }
  writeFileSync(output, page(tellings, `${origin}; seed ${seed}`));
  print([...NEXT, `The same as a page, with charts: ${pathToFileURL(output).href}`].join("\n"));
}

async function apply({ print, run, bench }: Tools, source: Source): Promise<Applied> {
  print(`Deploys ${source.name} to pretend AWS, with the domain ${DOMAIN}: no account, no network.`);
  return applyConfigs({ ...(await bench()), run, tell: print }, source);
}

/** Reported before the work, not after it. */
function requireWritable(file: string): void {
  try {
    closeSync(openSync(file, "a"));
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new Problem(`${file} cannot be written (${code}): name another file, -o <file.html>`);
  }
}
