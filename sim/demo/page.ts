import { costSentence, costTable } from "./costs";
import { inWholeDays, type Span } from "./drawing";
import { lanes } from "./lanes";
import { element, escaped } from "./markup";
import { nameOf, PHASES } from "./observer";
import { STYLE } from "./style";
import type { Telling, Told } from "./telling";
import { dayOf, timeOf } from "./times";
import { COMMAND, NEXT } from "./text";
import { type Moment, moreOf } from "./words";

/** The telling as one HTML file: opens from disk, needs nothing else. Well-formed as XML, too. */
export function page(telling: Telling): string {
  const { title, about, container, from, to, source } = telling;
  const head = [
    element("meta", { charset: "utf-8" }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("title", {}, escaped(`${container}: ${title}`)),
    element("style", {}, STYLE),
  ];
  const body = [
    element("h1", {}, escaped(`${container}: ${title}`)),
    element("p", {}, escaped(about)),
    element("p", { class: "soft" }, escaped(`${dayOf(from)} to ${dayOf(to - 1)}, all times UTC. ${source}`)),
    element("div", { class: "card" }, key(telling), lanes(telling.observer, inWholeDays({ from, to }))),
    element("h2", {}, "The story"),
    ...telling.chapters.map((chapter, index) => chapterOf(chapter, telling, index === 0)),
    element("h2", {}, `Mails: ${telling.mails.length}`),
    ...telling.mails.map(({ at, subject, text }) =>
      element(
        "details",
        { class: "card" },
        element("summary", {}, element("b", {}, escaped(subject)), when(`${dayOf(at)}, ${timeOf(at).slice(0, 5)}`)),
        mailBody(text),
      ),
    ),
    element("h2", {}, "What it costs"),
    element("p", {}, escaped(costSentence(telling))),
    costs(telling),
    element("h2", {}, "How to go on"),
    ...NEXT.map((line) => element("p", {}, escaped(line))),
  ];
  const html = element("html", { lang: "en" }, element("head", {}, ...head), element("body", {}, ...body));
  return `<!DOCTYPE html>\n${html}\n`;
}

function key({ observer }: Telling): string {
  const swatch = (phase: string): string =>
    element("svg", { viewBox: "0 0 1 1" }, element("rect", { class: phase, width: 1, height: 1 }));
  const shown = PHASES.filter(
    (phase) => phase !== "by-hand" || observer.phase.steps.some(({ value }) => value === phase),
  );
  return element("div", { class: "key" }, ...shown.map((phase) => element("span", {}, swatch(phase), nameOf(phase))));
}

function chapterOf({ heading, summary, span, moments }: Told, played: Telling, isOpen: boolean): string {
  const title = [element("b", {}, escaped(heading)), when(summary)];
  if (moments.length === 0) return element("div", { class: "card" }, ...title);
  const story = element("ol", { class: "story" }, ...moments.map(momentOf));
  const picture = span === undefined ? "" : lanes(played.observer, withMargin(span, played));
  const open: Record<string, string> = isOpen ? { open: "open" } : {};
  return element("details", { class: "card", ...open }, element("summary", {}, ...title), picture, story);
}

function momentOf(moment: Moment): string {
  const { at, tone, who, what } = moment;
  const more = moreOf(moment);
  const reason = more === "" ? "" : element("span", { class: "why" }, escaped(`: ${more}`));
  return element(
    "li",
    { class: `t-${tone}` },
    element("time", { datetime: new Date(at).toISOString() }, timeOf(at)),
    element("span", { class: "who" }, escaped(who)),
    element("span", { class: "words" }, escaped(what), reason),
  );
}

function costs(telling: Telling): string {
  const [columns = [], ...rows] = costTable(telling);
  const row = (kind: string, cells: readonly string[]): string =>
    element("tr", {}, ...cells.map((cell) => element(kind, {}, escaped(cell))));
  return element("table", {}, row("th", columns), ...rows.map((cells) => row("td", cells)));
}

const when = (words: string): string => ` ${element("span", { class: "soft" }, escaped(words))}`;

/** Commands stay in one line each, to be copied. */
function mailBody(text: string): string {
  const lines = text
    .split("\n")
    .map((line) => (COMMAND.test(line) ? element("code", {}, escaped(line)) : `${escaped(line)}\n`));
  return element("pre", {}, ...lines);
}

/** Shows that it slept before and after, as far as was played. */
function withMargin({ from, to }: Span, played: Span): Span {
  const margin = (to - from) / 30;
  return { from: Math.max(played.from, from - margin), to: Math.min(played.to, to + margin) };
}
