import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");
const MAILS = "__tests__/handlers/keeper/mails/written";

/** A command from a text for people, as written. */
export interface Handed {
  /** File and line. */
  readonly where: string;
  readonly text: string;
}

const COMMAND = /^(?:[A-Z_]+=\S* )*(?:aws|cdktf|cp|docker|export|git|node|npm|npx|terraform) \S/;
/** JSON for keeper. Only a filter policy of SNS, which lists values, is not: {"kind": ["up"]}. */
const PAYLOAD = /^\{"(?!kind": \["[a-z ]+"(?:, "[a-z ]+")*\]\}$)/;
const SHELL = /^(?:|sh|bash|zsh|shell|console)$/;

/** What readers put in for themselves, and what is there. */
const READERS_OWN: Readonly<Record<string, string>> = {
  command: "npx cdktf list",
  container: "valheim",
  folder: "out",
  name: "games",
  stack: "valheim",
};
const filledIn = (text: string): string =>
  text.replace(/<(\w+)…?>/g, (written, name: string) => READERS_OWN[name] ?? written);

/** Every block of shell in a page, and every command and payload in its prose. */
export function inPage(file: string, page: string): Handed[] {
  const found: Handed[] = [];
  const give = (index: number, text: string): unknown =>
    found.push({ where: `${file}:${page.slice(0, index).split("\n").length}`, text: filledIn(text) });
  const prose = page.replace(/^```(\w*)\n(.*?)^```$/gms, (block, language: string, text: string, index: number) => {
    const isShell = language !== "" || text.split("\n").some((line) => COMMAND.test(line));
    if (SHELL.test(language) && isShell) give(index, text);
    return block.replace(/[^\n]/g, " ");
  });
  for (const { 1: code = "", index } of prose.matchAll(/`([^`]+)`/g)) {
    const text = code.replaceAll("\n", " ");
    if (COMMAND.test(text) || PAYLOAD.test(text)) give(index, text);
  }
  return found;
}

/** Every line of a mail that is a command. */
export function inMail(file: string, mail: string): Handed[] {
  const lines = mail.split("\n").map((text, index) => ({ where: `${file}:${index + 1}`, text }));
  return lines.filter(({ text }) => COMMAND.test(text));
}

/** Every output that is a command, as Terraform prints it: between <<EOT and EOT, or else as it stands after the sign. */
export const inOutputs = (printed: string): Handed[] =>
  [...printed.matchAll(/^(\w+) = (?:<<EOT\n(.*?)^EOT$|("?aws [^\n]*)$)/gms)].map(
    ([, name = "", pasted, line = ""]) => ({
      where: name,
      text: pasted ?? line,
    }),
  );

/** Every command in the pages and mails of the project. */
export function handedToPeople(): Handed[] {
  const docs = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" }).map((name) => join("docs", name));
  const pages = [...readdirSync(ROOT), ...docs].filter((name) => name.endsWith(".md"));
  const mails = readdirSync(join(ROOT, MAILS)).map((name) => join(MAILS, name));
  const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
  return [...pages.flatMap((file) => inPage(file, read(file))), ...mails.flatMap((file) => inMail(file, read(file)))];
}
