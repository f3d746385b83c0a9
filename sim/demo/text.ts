import { costTable } from "./costs";
import { mailKeyOf, type Moment, type Tone, toneOf } from "./moments";
import { assumptions, chapterTitle, likeSentence, momentSentence, summarySentence } from "./sentences";
import type { Telling } from "./telling";

type Style = Tone | "bold" | "dim";
/** Marks words for a terminal that shows colours. */
export type Paint = (style: Style, words: string) => string;

const COLOURS: Readonly<Partial<Record<Style, number>>> = {
  ...{ bold: 1, dim: 2, story: 1, problem: 31, player: 32, alarm: 33, person: 34, mail: 35, query: 36 },
};

export const NEXT = ["Other stories: npm run demo -- --scenario", 'To deploy it on AWS: "Deploy" in README.md'];

export const painter =
  (hasColours: boolean): Paint =>
  (style, words) =>
    hasColours ? `\u001b[${COLOURS[style] ?? 0}m${words}\u001b[0m` : words;

export function tellingText(played: Telling, paint: Paint): string {
  const { settings, name, about } = played;
  const head = [`\n${paint("bold", `${settings.container}: ${name}`)}   ${about}`, ...assumptions(played)].join("\n");
  return [head, storyText(played, paint), mailText(played, paint), costText(played, paint)].join("\n\n") + "\n";
}

function storyText(played: Telling, paint: Paint): string {
  const chapters = played.chapters.map((chapter) => {
    const { likeAt, moments } = chapter;
    const lines = moments.map((moment) => momentText(moment, played, paint));
    const heading = `${paint("bold", chapterTitle(chapter, played.times))}   ${summarySentence(chapter)}`;
    return [heading, ...(likeAt === undefined ? lines : [likeSentence(likeAt, played.times)])].join("\n");
  });
  return chapters.join("\n\n");
}

function momentText(moment: Moment, played: Telling, paint: Paint): string {
  const { who, what, why } = momentSentence(moment, played);
  const words = paint(toneOf(moment), why === undefined ? what : `${what}: ${why}`);
  return `  ${paint("dim", played.times.seconds(moment.at))}  ${who.padEnd(14)} ${words}`;
}

/** All subjects, and one of each kind in full. */
function mailText({ mails, times }: Telling, paint: Paint): string {
  const kinds = new Set<string>();
  const lines = mails.flatMap((mail) => {
    const subject = `  ${paint("dim", times.short(mail.at))}  ${mail.subject}`;
    const isNew = !kinds.has(mailKeyOf(mail));
    kinds.add(mailKeyOf(mail));
    const body = isNew ? mail.text.trim().split("\n") : [];
    return [subject, ...body.map((line) => `      ${paint("dim", "|")} ${line}`)];
  });
  const title = mails.length === 0 ? "none" : `${mails.length}, the first of each kind in full`;
  return [`${paint("bold", "Mails")}   ${title}`, ...lines].join("\n");
}

function costText(played: Telling, paint: Paint): string {
  const { columns, rows, notes } = costTable(played);
  const lines = [columns, ...rows].map(
    ([item = "", ...amounts]) => `  ${item.padEnd(64)}${amounts.map((amount) => amount.padStart(11)).join("")}`,
  );
  return [`${paint("bold", "What it costs")}   ${notes.join("\n  ")}`, ...lines].join("\n");
}
