import { readFileSync } from "node:fs";
import { costTable } from "./costs";
import { type Moment, toneOf } from "./moments";
import { PHASES } from "./observer";
import { escaped, phaseClass, picture } from "./picture";
import { assumptions, chapterTitle, momentSentence, phaseName, summarySentence } from "./sentences";
import type { Telling } from "./telling";
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
  const { name, about, settings, from, to, mails, times, chapters } = telling;
  const { columns, rows, notes } = costTable(telling);
  const row = (kind: string, cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<${kind}>${escaped(cell)}</${kind}>`).join("")}</tr>`;
  const looks = new Map(PHASES.map((phase) => [phaseName(phase, settings.mode), phaseClass(phase, settings.mode)]));
  const key = [...looks].map(([words, look]) => `<span class="${look}">${words}</span>`);
  return [
    `<h1>${escaped(`${settings.container}: ${name}`)}</h1>`,
    paragraph(`${about} ${times.day(from)} to ${times.day(to - 1)}.`),
    paragraph(assumptions(telling).join(" "), "soft"),
    `<div class="card"><div class="key">${key.join("")}</div>${picture(telling, { from, to })}</div>`,
    "<h2>The story</h2>",
    ...chapters.map((chapter) => {
      const drawn = chapter.isAwake ? picture(telling, chapter) : "";
      const story = chapter.moments.map((moment) => momentOf(moment, telling)).join("");
      return card(chapterTitle(chapter, times), summarySentence(chapter), `${drawn}<ol class="story">${story}</ol>`);
    }),
    `<h2>Mails: ${mails.length}</h2>`,
    ...mails.map(({ at, subject, text }) => card(subject, times.short(at), `<pre>${escaped(text)}</pre>`)),
    "<h2>What it costs</h2>",
    ...notes.map((note) => paragraph(note)),
    `<table>${row("th", columns)}${rows.map((cells) => row("td", cells)).join("")}</table>`,
  ];
}

const paragraph = (words: string, kind = ""): string => `<p class="${kind}">${escaped(words)}</p>`;

/** Opens on a click. */
const card = (title: string, more: string, inside: string): string =>
  `<details class="card"><summary><b>${escaped(title)}</b> <span class="soft">${escaped(more)}</span></summary>` +
  `${inside}</details>`;

function momentOf(moment: Moment, telling: Telling): string {
  const { who, what, why } = momentSentence(moment, telling);
  const reason = why === undefined ? "" : `<span class="why">: ${escaped(why)}</span>`;
  const time = `<time datetime="${new Date(moment.at).toISOString()}">${telling.times.seconds(moment.at)}</time>`;
  const words = `<span class="who">${escaped(who)}</span><span class="words">${escaped(what)}${reason}</span>`;
  return `<li class="t-${toneOf(moment)}">${time}${words}</li>`;
}
