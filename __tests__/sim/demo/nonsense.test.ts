import type * as Mails from "../../../handlers/keeper/mails";
import type * as DemoSentences from "../../../sim/demo/sentences";
import { keyOf, toneOf } from "../../../sim/demo/moments";
import { page } from "../../../sim/demo/page";
import { painter, tellingText } from "../../../sim/demo/text";
import type * as Sentences from "../../../sim/world/sentences";
import { markupProblems, tellingOf } from "./played";

let mockIsNonsense = false;
jest.mock("../../../handlers/keeper/mails", () => {
  const { write } = jest.requireActual<typeof Mails>("../../../handlers/keeper/mails");
  const nonsense = { subject: "Lorem ipsum", text: "Dolor sit amet" };
  return { write: (...mail: Parameters<typeof write>) => (mockIsNonsense ? nonsense : write(...mail)) };
});
jest.mock("../../../sim/world/sentences", () => {
  const { sentenceOf } = jest.requireActual<typeof Sentences>("../../../sim/world/sentences");
  const nonsense = { who: "lorem", what: "ipsum", why: "dolor" };
  return { sentenceOf: (...of: Parameters<typeof sentenceOf>) => (mockIsNonsense ? nonsense : sentenceOf(...of)) };
});
jest.mock("../../../sim/demo/sentences", () => {
  const actual = jest.requireActual<typeof DemoSentences>("../../../sim/demo/sentences");
  const nonsense = { who: "lorem", what: "ipsum", why: "dolor" };
  const momentSentence = (...of: Parameters<typeof actual.momentSentence>) =>
    mockIsNonsense ? nonsense : actual.momentSentence(...of);
  return { ...actual, momentSentence, summarySentence: () => "lorem" };
});

jest.setTimeout(60_000);

/** What a telling is made of, without its words; how many lines a terminal shows of the story; what the page has. */
async function structureOf(scenario: string) {
  const telling = await tellingOf(scenario);
  const chapters = telling.chapters.map(({ moments, ...chapter }) => ({
    ...chapter,
    moments: moments.map((moment) => [moment.at, toneOf(moment), keyOf(moment), moment.again]),
  }));
  const [, story = ""] = tellingText(telling, painter(false)).split(/\n\n(?=.{6,10}, \d\d:\d\d {3})(.*)\n\nMails /s);
  const written = page([telling], "");
  return {
    chapters,
    lines: story.split("\n").length,
    mails: telling.mails.map(({ kind }) => kind),
    tags: written.match(/<(li|details|rect|line) class="[^"]*"/g),
    problems: markupProblems(written),
  };
}

test("the demo tells the same, though every mail and every sentence is nonsense", async () => {
  const scenarios = ["link-preview", "crash-loop", "left-up", "hold"];
  const structures = async () => Promise.all(scenarios.map(structureOf));
  const plain = await structures();
  mockIsNonsense = true;
  expect(await structures()).toEqual(plain);
  for (const { lines, problems } of plain) expect([lines > 10, problems]).toEqual([true, []]);
});
