import { listed, type Told } from "./telling";
import { kindOf, type Moment } from "./words";

/** What is short already stays. */
const SHORT = 6;

/** In the terminal an evening like one that was told is told in a few lines; the page has all. */
export function folded(chapters: readonly Told[]): readonly Told[] {
  const told = new Set<string>();
  return chapters.map((chapter) => {
    const kind = kindOfStory(chapter.moments);
    if (!told.has(kind) || chapter.moments.length <= SHORT) {
      told.add(kind);
      return chapter;
    }
    const summary = `${chapter.summary}; in full on the page`;
    return { ...chapter, summary, moments: chapter.moments.filter(isKept).reduce(together, []) };
  });
}

/** Who plays, and for how long, makes no other evening. */
function kindOfStory(moments: readonly Moment[]): string {
  const others = moments.filter(({ tone }) => tone !== "player");
  return others
    .map(({ who, what }) => kindOf(`${who} ${what}`))
    .sort()
    .join("\n");
}

const KEPT: readonly Moment["tone"][] = ["query", "player", "trouble", "person", "story"];

const isKept = ({ tone, what }: Moment): boolean =>
  what !== "wants to play" && (KEPT.includes(tone) || /^mails: .* is asleep/.test(what));

/** Those who come or leave one after the other share a line. */
function together(told: readonly Moment[], moment: Moment): Moment[] {
  const last = told.at(-1);
  const [before, word] = [last, moment].map((one) => /^(?:.* )?(join|leave)s?$/.exec(one?.what ?? "")?.[1]);
  if (last === undefined || word === undefined || word !== before) return [...told, moment];
  const names = [...(last.who === "players" ? last.what.split(/ (?:and )?|, /).slice(0, -1) : [last.who]), moment.who];
  const at = word === "leave" ? moment.at : last.at;
  return [...told.slice(0, -1), { ...last, at, who: "players", what: `${listed(names)} ${word}` }];
}
