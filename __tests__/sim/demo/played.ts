import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readRecorded } from "../../../sim/applied/state";
import { demo, type Tools } from "../../../sim/demo/demo";
import type { Moment } from "../../../sim/demo/moments";
import { play } from "../../../sim/demo/play";
import type { Telling } from "../../../sim/demo/telling";
import { SCENARIOS } from "../../../sim/scenarios";
import type { Scenario } from "../../../sim/scenarios/scenario";

const WITHOUT_TERRAFORM = "needs Terraform, there is no terraform on the PATH: install it";

/** A demo in this process, as somebody without Terraform sees it. */
export const tools = (cwd: string, print: (line: string) => void = () => {}): Tools => ({
  cwd,
  print,
  hasColours: false,
  missing: WITHOUT_TERRAFORM,
  run: () => Promise.reject(new Error("nothing is run without Terraform")),
  bench: () => Promise.reject(new Error("nothing is applied without Terraform")),
});

/** What a terminal shows, and the page. */
export async function shown(folder: string, ...args: readonly string[]): Promise<{ text: string; page: string }> {
  const lines: string[] = [];
  await demo(
    args,
    tools(folder, (line) => lines.push(line)),
  );
  return { text: lines.join("\n"), page: readFileSync(join(folder, "demo.html"), "utf8") };
}

/** A scenario on the recorded state, before it becomes words. */
export async function tellingOf(scenario: string | Scenario, applied = readRecorded(), seed = 1): Promise<Telling> {
  const found = typeof scenario === "string" ? SCENARIOS.find(({ name }) => name === scenario) : scenario;
  const telling = found && (await play(applied, "valheim", found, seed));
  if (telling === undefined) throw new Error("nothing was played");
  return telling;
}

export type MomentOf<Kind extends Moment["kind"]> = Moment & { readonly kind: Kind };

/** All moments of a kind, in order. */
export const momentsOf = <Kind extends Moment["kind"]>({ chapters }: Telling, kind: Kind): readonly MomentOf<Kind>[] =>
  chapters.flatMap(({ moments }) => moments).filter((moment): moment is MomentOf<Kind> => moment.kind === kind);

/** What is wrong with markup that shall be well-formed as XML, too; nothing if all is well. */
export function markupProblems(page: string): string[] {
  const open: string[] = [];
  const problems: string[] = [];
  const style = /<style>[^<]*<\/style>/;
  const body = page.replace(/^<!DOCTYPE html>\n/, "").replace(style, "<style/>");
  const rest = body.replace(
    /<(\/?)([a-z0-9]+)((?: [a-zA-Z0-9-]+="[^"<]*")*)(\/?)>/g,
    (_, end: string, name: string, __, empty) => {
      if (end === "/") {
        const last = open.pop();
        if (last !== name) problems.push(`</${name}> ends <${last ?? ""}>`);
      } else if (empty === "") open.push(name);
      return "";
    },
  );
  const stray = /[<>]|&(?!#\d+;)/.exec(rest);
  if (stray !== null) problems.push(`stray ${rest.slice(stray.index, stray.index + 40)}`);
  return [...problems, ...open.map((name) => `<${name}> has no end`)];
}
