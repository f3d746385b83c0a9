import { composeText } from "./compose-text";

export interface Variable {
  readonly name: string;
  readonly value: string;
}
/** The variable that a line sets, or the problem with the line. */
export type Entry = (Variable | { readonly message: string }) & { readonly line: number };

export const ENVIRONMENT_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/;
const BLANK = /[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
/** A name and its value: in double or single quotes, possibly over several lines, or up to a comment. */
const ENTRY =
  /[ \t]*(?:export[ \t]+)?([^\s=#]+)[ \t]*(?:(=)[ \t]*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|((?!["'])[^\n]*)))?[ \t]*(?:#[^\n]*)?(?:\n|$)/sy;
const LINE = /[^\n]*(?:\n|$)/y;
/** Other escapes keep their backslash. `\$` becomes `$$`, which is a dollar sign below. */
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\\": "\\", '"': '"', $: "$$" };

/**
 * Reads variables as Compose does, except that `$NAME` is refused:
 * https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax
 */
export function readVariables(written: string): readonly Entry[] {
  const text = written.replaceAll("\r\n", "\n");
  const entries: Entry[] = [];
  let line = 1;
  for (let at = 0; at < text.length;) {
    const matchAt = (pattern: RegExp): RegExpExecArray | undefined => {
      pattern.lastIndex = at;
      return pattern.exec(text) ?? undefined;
    };
    const blank = matchAt(BLANK);
    const entry = blank ?? matchAt(ENTRY);
    if (entry === undefined) entries.push({ message: "must be a line like NAME=value with every quote closed", line });
    else if (blank === undefined) entries.push({ ...variable(entry), line });
    const read = (entry ?? matchAt(LINE))?.[0] ?? text.slice(at);
    at += read.length;
    line += read.split("\n").length - 1;
  }
  return entries;
}

function variable([, name = "", equals, double, single, plain = ""]: RegExpExecArray):
  Variable | { readonly message: string } {
  if (!ENVIRONMENT_NAME.test(name)) return { message: `${JSON.stringify(name)} is not the name of a variable` };
  if (equals === undefined)
    return { message: `${name} has no value: write ${name}=value, or list the name under secrets` };
  if (single !== undefined) return { name, value: single.replaceAll("\\'", "'") };
  const unescaped = double?.replace(/\\(.)/gs, (escape, letter: string) => ESCAPES[letter] ?? escape);
  const { data: value, error } = composeText().safeParse(unescaped ?? plain.replace(/(^|\s)#.*$/, "").trim());
  return error === undefined ? { name, value } : { message: error.issues[0]?.message ?? "" };
}
