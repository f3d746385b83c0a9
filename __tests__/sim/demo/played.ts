import { readFileSync } from "node:fs";
import { join } from "node:path";
import { demo, type Tools } from "../../../sim/demo/demo";

const WITHOUT_TERRAFORM = "needs Terraform, there is no terraform on the PATH: install it";

interface Played {
  /** What a terminal shows. */
  readonly text: string;
  readonly page: string;
}

/** A demo in this process, as somebody without Terraform sees it. */
export const tools = (cwd: string, print: (line: string) => void = () => {}): Tools => ({
  cwd,
  print,
  hasColours: false,
  missing: WITHOUT_TERRAFORM,
  run: () => Promise.reject(new Error("nothing is run without Terraform")),
  bench: () => Promise.reject(new Error("nothing is applied without Terraform")),
});

export async function play(folder: string, ...args: readonly string[]): Promise<Played> {
  const lines: string[] = [];
  await demo(
    args,
    tools(folder, (line) => lines.push(line)),
  );
  return { text: lines.join("\n"), page: readFileSync(join(folder, "demo.html"), "utf8") };
}

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
