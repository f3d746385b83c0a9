import { readFileSync } from "node:fs";
import { costTable } from "./costs";
import { element, escaped } from "./markup";
import { type Moment, toneOf } from "./moments";
import { PHASES } from "./observer";
import { picture } from "./picture";
import { assumptions, momentSentence, phaseName, summarySentence } from "./sentences";
import type { Telling, Told } from "./telling";
import { NEXT } from "./text";
import type { Span } from "./tracks";

const STYLE = "sim/demo/style.css";

/**
 * Tellings as one HTML file: opens from disk, needs nothing else. Well-formed as XML, too.
 *
 * @param source what was applied
 */
export function page(tellings: readonly Telling[], source: string): string {
  const names = tellings.map(({ settings }) => settings.container).join(", ");
  const head = [
    element("meta", { charset: "utf-8" }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("title", {}, escaped(`${names}: wake-on-dns demo`)),
    element("style", {}, readFileSync(STYLE, "utf8")),
  ];
  const body = [
    ...tellings.flatMap(sections),
    element("h2", {}, "What next"),
    ...[...NEXT, `Played: ${source}.`].map((line) => element("p", {}, escaped(line))),
  ];
  const html = element("html", { lang: "en" }, element("head", {}, ...head), element("body", {}, ...body));
  return `<!DOCTYPE html>\n${html}\n`;
}

function sections(telling: Telling): readonly string[] {
  const { title, about, settings, from, to, mails, times, chapters } = telling;
  const { columns, rows, notes } = costTable(telling);
  const row = (kind: string, cells: readonly string[]): string =>
    element("tr", {}, ...cells.map((cell) => element(kind, {}, escaped(cell))));
  return [
    element("h1", {}, escaped(`${settings.container}: ${title}`)),
    element("p", {}, escaped(`${about} ${times.day(from)} to ${times.day(to - 1)}.`)),
    element("p", { class: "soft" }, escaped(assumptions(telling).join(" "))),
    element("div", { class: "card" }, key(telling), picture(telling, { from, to })),
    element("h2", {}, "The story"),
    ...chapters.map((chapter, index) => chapterOf(chapter, telling, index === 0)),
    element("h2", {}, `Mails: ${mails.length}`),
    ...mails.map(({ at, subject, text }) =>
      element("details", { class: "card" }, summary(subject, times.heading(at)), element("pre", {}, escaped(text))),
    ),
    element("h2", {}, "What it costs"),
    ...notes.map((note) => element("p", {}, escaped(note))),
    element("table", {}, row("th", columns), ...rows.map((cells) => row("td", cells))),
  ];
}

function key({ observer }: Telling): string {
  const shown = PHASES.filter((phase) => observer.phase.steps.some(({ value }) => value === phase));
  const swatches = shown.map((phase) => {
    const square = element("rect", { class: phase.replace(" ", "-"), width: 1, height: 1 });
    return element("span", {}, element("svg", { viewBox: "0 0 1 1" }, square), phaseName(phase));
  });
  return element("div", { class: "key" }, ...swatches);
}

function chapterOf(chapter: Told, telling: Telling, isOpen: boolean): string {
  const { at, awake, moments } = chapter;
  const { times } = telling;
  const head = [
    moments.length === 0 ? times.day(at) : times.heading(at),
    summarySentence({ ...chapter, likeAt: undefined }, times),
  ] as const;
  if (moments.length === 0) return element("div", { class: "card" }, ...words(...head));
  const story = element("ol", { class: "story" }, ...moments.map((moment) => momentOf(moment, telling)));
  const drawn = awake === undefined ? "" : picture(telling, withMargin(awake, telling));
  const open: Record<string, string> = isOpen ? { open: "open" } : {};
  return element("details", { class: "card", ...open }, summary(...head), drawn, story);
}

function momentOf(moment: Moment, telling: Telling): string {
  const { who, what, why } = momentSentence(moment, telling);
  const reason = why === undefined ? "" : element("span", { class: "why" }, escaped(`: ${why}`));
  return element(
    "li",
    { class: `t-${toneOf(moment)}` },
    element("time", { datetime: new Date(moment.at).toISOString() }, telling.times.seconds(moment.at)),
    element("span", { class: "who" }, escaped(who)),
    element("span", { class: "words" }, escaped(what), reason),
  );
}

const words = (title: string, more: string): readonly string[] => [
  element("b", {}, escaped(title)),
  ` ${element("span", { class: "soft" }, escaped(more))}`,
];
const summary = (title: string, more: string): string => element("summary", {}, ...words(title, more));

/** Shows that it slept before and after, as far as was played. */
function withMargin({ from, to }: Span, played: Span): Span {
  const margin = (to - from) / 30;
  return { from: Math.max(played.from, from - margin), to: Math.min(played.to, to + margin) };
}
