import type { Mail } from "../world/sns/mail";
import { folded } from "./folding";
import { costSentence, costTable } from "./costs";
import type { Telling, Told } from "./telling";
import { shortTime, timeOf } from "./times";
import { kindOf, type Moment, moreOf, type Tone } from "./words";

/** Marks words for a terminal that shows colours. */
export type Paint = (style: keyof typeof STYLES, words: string) => string;

const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;
const COLOURS: Partial<Record<Tone, keyof typeof STYLES>> = {
  query: "cyan",
  player: "green",
  mail: "magenta",
  alarm: "yellow",
  trouble: "red",
  person: "blue",
  story: "bold",
};
/** Stays in one line, to be pasted. */
export const COMMAND = /^(aws|terraform) /;
/** What doesn't fit into two lines of a terminal is in the page. */
const LONGEST = 140;

/** How to go on. */
export const NEXT = [
  `Other stories: npm run demo -- --scenario list`,
  `A world of your own on AWS: "Deploy" in README.md`,
] as const;

export const painter =
  (hasColours: boolean): Paint =>
  (style, words) =>
    hasColours ? `\u001b[${STYLES[style]}m${words}\u001b[0m` : words;

export function storyText({ chapters }: Telling, paint: Paint): string {
  return folded(chapters)
    .map((chapter) => chapterText(chapter, paint))
    .join("\n\n");
}

function chapterText({ heading, summary, moments }: Told, paint: Paint): string {
  const lines = moments.map((moment) => momentText(moment, paint));
  return [`${paint("bold", heading)}   ${summary}`, ...lines].join("\n");
}

function momentText(moment: Moment, paint: Paint): string {
  const { at, tone, who, what } = moment;
  const more = moreOf(moment);
  const colour = COLOURS[tone];
  const words = cut(more === "" ? what : `${what}: ${more}`);
  return `  ${paint("dim", timeOf(at))}  ${who.padEnd(13)} ${colour === undefined ? words : paint(colour, words)}`;
}

/** All subjects, and one of each kind in full. */
export function mailText({ mails }: Telling, paint: Paint): string {
  if (mails.length === 0) return `${paint("bold", "Mails")}   none`;
  const kinds = new Set<string>();
  const lines = mails.flatMap((mail) => {
    const subject = `  ${paint("dim", shortTime(mail.at))}  ${mail.subject}`;
    const kind = kindOf(mail.subject);
    if (kinds.has(kind)) return [subject];
    kinds.add(kind);
    return [subject, ...body(mail).map((line) => `      ${paint("dim", "|")} ${line}`)];
  });
  return [`${paint("bold", "Mails")}   ${mails.length}, each kind once in full`, ...lines].join("\n");
}

const body = ({ text }: Mail): readonly string[] =>
  text
    .trim()
    .split("\n")
    .flatMap((line) => (COMMAND.test(line) ? line : wrapped(line, 96)));

export function costText(telling: Telling, paint: Paint): string {
  const rows = costTable(telling).map(([item, ...amounts]) => {
    const columns = amounts.map((amount) => amount.padStart(13));
    return `  ${item.padEnd(56)} ${columns.join("")}`;
  });
  const [sentence, ...rest] = costSentence(telling).split(/(?<=tiers\.) /);
  return [`${paint("bold", "What it costs")}   ${sentence ?? ""}`, ...rest.map((line) => `  ${line}`), ...rows].join(
    "\n",
  );
}

const cut = (words: string): string => (words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words);

function wrapped(line: string, width: number): string[] {
  const lines = [""];
  for (const word of line.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && last.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}
