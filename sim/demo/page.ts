import { costSentence, costTable } from "./costs";
import { inWholeDays, type Span } from "./drawing";
import { lanes } from "./lanes";
import { element, escaped } from "./markup";
import { STYLE } from "./style";
import { dayOf, type Telling, timeOf, type Told } from "./telling";
import { NEXT } from "./text";
import { type Moment, moreOf } from "./words";

const PHASES = ["asleep", "waking", "awake", "stopping"];

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
    element("div", { class: "card" }, key(), lanes(telling.observer, inWholeDays({ from, to }))),
    element("h2", {}, "The story"),
    ...telling.chapters.map((chapter, index) => chapterOf(chapter, telling, index === 0)),
    element("h2", {}, `Mails: ${telling.mails.length}`),
    ...telling.mails.map(({ at, subject, text }) =>
      element(
        "details",
        { class: "card" },
        element("summary", {}, element("b", {}, escaped(subject)), when(`${dayOf(at)}, ${timeOf(at).slice(0, 5)}`)),
        element("pre", {}, escaped(text)),
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

function key(): string {
  const swatch = (phase: string): string =>
    element("svg", { viewBox: "0 0 1 1" }, element("rect", { class: phase, width: 1, height: 1 }));
  return element("div", { class: "key" }, ...PHASES.map((phase) => element("span", {}, swatch(phase), phase)));
}

function chapterOf({ heading, summary, span, moments }: Told, played: Telling, isOpen: boolean): string {
  const title = [element("b", {}, escaped(heading)), element("span", { class: "soft" }, escaped(summary))];
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

const when = (words: string): string => element("span", { class: "soft" }, escaped(words));

/** Shows that it slept before and after, as far as was played. */
function withMargin({ from, to }: Span, played: Span): Span {
  const margin = (to - from) / 30;
  return { from: Math.max(played.from, from - margin), to: Math.min(played.to, to + margin) };
}
