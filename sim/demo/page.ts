import { readFileSync } from "node:fs";
import { costTable } from "./costs";
import { element, escaped } from "./markup";
import { type Moment, toneOf } from "./moments";
import { PHASES } from "./observer";
import { picture } from "./picture";
import { assumptions, momentSentence, phaseName, summarySentence } from "./sentences";
import type { Telling, Told } from "./telling";
import { NEXT } from "./text";

const STYLE = "sim/demo/style.css";

/**
 * Tellings as one HTML file: opens from disk, needs nothing else. Well-formed as XML, too.
 *
 * @param source what was applied
 */
export function page(tellings: readonly Telling[], source: string): string {
  const names = tellings.map(({ settings }) => settings.container).join(", ");
  const next = [...NEXT, `Played: ${source}.`].map((line) => paragraph(line));
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>${escaped(names)}: wake-on-dns demo</title>
<style>${readFileSync(STYLE, "utf8")}</style></head>
<body>${[...tellings.flatMap(sections), "<h2>What next</h2>", ...next].join("\n")}</body></html>
`;
}

function sections(telling: Telling): readonly string[] {
  const { title, about, settings, from, to, mails, times, chapters } = telling;
  const { columns, rows, notes } = costTable(telling);
  const row = (kind: string, cells: readonly string[]): string =>
    element("tr", {}, ...cells.map((cell) => element(kind, {}, escaped(cell))));
  const key = PHASES.map((phase) => element("span", { class: phase.replace(" ", "-") }, phaseName(phase)));
  return [
    element("h1", {}, escaped(`${settings.container}: ${title}`)),
    paragraph(`${about} ${times.day(from)} to ${times.day(to - 1)}.`),
    paragraph(assumptions(telling).join(" "), "soft"),
    element("div", { class: "card" }, element("div", { class: "key" }, ...key), picture(telling, { from, to })),
    "<h2>The story</h2>",
    ...chapters.map((chapter) => chapterOf(chapter, telling)),
    `<h2>Mails: ${mails.length}</h2>`,
    ...mails.map(({ at, subject, text }) => card(subject, times.short(at), element("pre", {}, escaped(text)))),
    "<h2>What it costs</h2>",
    ...notes.map((note) => paragraph(note)),
    element("table", {}, row("th", columns), ...rows.map((cells) => row("td", cells))),
  ];
}

const paragraph = (words: string, kind = ""): string => element("p", { class: kind }, escaped(words));

/** Opens on a click. */
function card(title: string, more: string, ...inside: readonly string[]): string {
  const head = [element("b", {}, escaped(title)), " ", element("span", { class: "soft" }, escaped(more))];
  return element("details", { class: "card" }, element("summary", {}, ...head), ...inside);
}

function chapterOf(chapter: Told, telling: Telling): string {
  const story = element("ol", { class: "story" }, ...chapter.moments.map((moment) => momentOf(moment, telling)));
  const drawn = chapter.isAwake ? [picture(telling, chapter)] : [];
  return card(telling.times.short(chapter.from), summarySentence(chapter), ...drawn, story);
}

function momentOf(moment: Moment, telling: Telling): string {
  const { who, what, why } = momentSentence(moment, telling);
  const reason = why === undefined ? [] : [element("span", { class: "why" }, escaped(`: ${why}`))];
  return element(
    "li",
    { class: `t-${toneOf(moment)}` },
    element("time", { datetime: new Date(moment.at).toISOString() }, telling.times.seconds(moment.at)),
    element("span", { class: "who" }, escaped(who)),
    element("span", { class: "words" }, escaped(what), ...reason),
  );
}
