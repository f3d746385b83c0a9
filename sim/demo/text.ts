import type { Mail } from "../world/sns/mail";
import { costTable } from "./costs";
import { mailKeyOf, type Moment, type Tone, toneOf } from "./moments";
import { assumptions, likeSentence, momentSentence, summarySentence } from "./sentences";
import type { Telling } from "./telling";

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
/** What doesn't fit into two lines of a terminal is in the page. */
const LONGEST = 140;
const MAIL_WIDTH = 96;

/** How to go on. */
export const NEXT = [
  "Other stories: npm run demo -- --scenario",
  'A server of your own on AWS: "Deploy" in README.md',
] as const;

export const painter =
  (hasColours: boolean): Paint =>
  (style, words) =>
    hasColours ? `\u001b[${STYLES[style]}m${words}\u001b[0m` : words;

/** The whole telling, for a terminal. */
export function tellingText(played: Telling, paint: Paint): string {
  const { settings, title, about } = played;
  const head = [`\n${paint("bold", `${settings.container}: ${title}`)}   ${about}`, ...assumptions(played)].join("\n");
  return [head, storyText(played, paint), mailText(played, paint), costText(played, paint)].join("\n\n") + "\n";
}

function storyText(played: Telling, paint: Paint): string {
  const chapters = played.chapters.map((chapter) => {
    const { from, likeAt, moments } = chapter;
    const lines = moments.map((moment) => momentText(moment, played, paint));
    const heading = `${paint("bold", played.times.short(from))}   ${summarySentence(chapter)}`;
    return [heading, ...(likeAt === undefined ? lines : [likeSentence(likeAt, played.times)])].join("\n");
  });
  return chapters.join("\n\n");
}

function momentText(moment: Moment, played: Telling, paint: Paint): string {
  const { who, what, why } = momentSentence(moment, played);
  const words = why === undefined ? what : `${what}: ${why}`;
  const shown = words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words;
  const colour = COLOURS[toneOf(moment)];
  const painted = colour === undefined ? shown : paint(colour, shown);
  return `  ${paint("dim", played.times.seconds(moment.at))}  ${who.padEnd(14)} ${painted}`;
}

/** All subjects, and one of each kind in full. */
function mailText({ mails, times }: Telling, paint: Paint): string {
  const kinds = new Set<string>();
  const lines = mails.flatMap((mail) => {
    const subject = `  ${paint("dim", times.short(mail.at))}  ${mail.subject}`;
    const isNew = !kinds.has(mailKeyOf(mail));
    kinds.add(mailKeyOf(mail));
    return isNew ? [subject, ...bodyOf(mail).map((line) => `      ${paint("dim", "|")} ${line}`)] : [subject];
  });
  const title = mails.length === 0 ? "none" : `${mails.length}, the first of each kind in full`;
  return [`${paint("bold", "Mails")}   ${title}`, ...lines].join("\n");
}

const bodyOf = ({ text }: Mail): readonly string[] => text.trim().split("\n").flatMap(wrapped);

function wrapped(paragraph: string): readonly string[] {
  const lines = [""];
  for (const word of paragraph.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && last.length + word.length >= MAIL_WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}

function costText(played: Telling, paint: Paint): string {
  const { columns, rows, notes } = costTable(played);
  const lines = [columns, ...rows].map(
    ([item = "", ...amounts]) => `  ${item.padEnd(64)}${amounts.map((amount) => amount.padStart(11)).join("")}`,
  );
  return [`${paint("bold", "What it costs")}   ${notes.join("\n  ")}`, ...lines].join("\n");
}
