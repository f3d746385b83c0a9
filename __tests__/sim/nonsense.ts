import type * as Mails from "../../handlers/keeper/mails";
import { objectsOf, readRecorded } from "../../sim/applied/state";
import { BrokenInvariant } from "../../sim/prove/invariants/all";
import { prove } from "../../sim/prove/prove";
import { SCENARIOS } from "../../sim/scenarios";
import { Core } from "../../sim/world/core";
import type * as Sentences from "../../sim/world/sentences";
import { all } from "./edits";
import { MISTAKES } from "./mistakes/all";
import type { Mistake } from "./mistakes/mistake";

/*
 * Whether what judges reads words: with each sentence of mails and of the timeline turned into nonsense, the same seed must
 * give the same verdicts.
 */

let mockIsNonsense = false;
jest.mock("../../handlers/keeper/mails", () => {
  const { write } = jest.requireActual<typeof Mails>("../../handlers/keeper/mails");
  const nonsense = { subject: "Lorem ipsum", text: "Dolor sit amet" };
  return { write: (...mail: Parameters<typeof write>) => (mockIsNonsense ? nonsense : write(...mail)) };
});
jest.mock("../../sim/world/sentences", () => {
  const { sentenceOf } = jest.requireActual<typeof Sentences>("../../sim/world/sentences");
  const nonsense = { who: "lorem", what: "ipsum", why: "dolor" };
  return { sentenceOf: (...of: Parameters<typeof sentenceOf>) => (mockIsNonsense ? nonsense : sentenceOf(...of)) };
});

/** Those fields of entries and of mails, alarms' ones too, that hold sentences. */
const SENTENCES = { words: "lorem", problem: "ipsum", error: "dolor", subject: "sit", text: "amet" };

function garble(value: object): object {
  if ("mail" in value) garble(value.mail as object);
  for (const [name, nonsense] of Object.entries(SENTENCES))
    if (name in value) Object.assign(value, { [name]: nonsense });
  return value;
}

/** What becomes of each story and each mistake: what it broke, and when, or which mails were sent. */
async function verdicts(plays: readonly Omit<Mistake, "breaks">[]): Promise<readonly string[]> {
  const applied = objectsOf(readRecorded());
  const found: string[] = [];
  for (const { scenario: name, keeper, objects = all(), uncertain } of plays) {
    const scenario = SCENARIOS.find((candidate) => candidate.name === name);
    if (scenario === undefined) throw new Error(`no scenario ${name}`);
    const verdict = await prove(objects(applied), scenario, { code: keeper && { keeper }, uncertain }).then(
      ({ mails, timeline }) => `kept: ${mails.map(({ kind }) => kind).join()}; ${timeline.length} entries`,
      (error: unknown) => {
        if (!(error instanceof BrokenInvariant)) throw error;
        return `${error.invariant.name}, broken at ${error.at}`;
      },
    );
    found.push(`${name}: ${verdict}`);
  }
  return found;
}

/** Plays stories and planted mistakes with words and with nonsense. */
export function testNonsense(stories: readonly string[], mistakes: readonly string[]): void {
  const planted = mistakes.map((name) => {
    const mistake = MISTAKES[name];
    if (mistake === undefined) throw new Error(`no mistake: ${name}`);
    return mistake;
  });
  const plays = [...stories.map((scenario) => ({ scenario })), ...planted];

  test("invariants judge stories and mistakes the same when every sentence of mails and timeline is nonsense", async () => {
    const plain = await verdicts(plays);
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called on its own object below
    const { record } = Core.prototype;
    const nonsense: unknown[] = [];
    jest.spyOn(Core.prototype, "record").mockImplementation(function (this: Core, happened, ...about) {
      nonsense.push(garble(happened));
      record.call(this, happened, ...about);
    });
    mockIsNonsense = true;
    expect(await verdicts(plays)).toEqual(plain);
    expect(nonsense.length).toBeGreaterThan(100);
    expect(plain.filter((verdict) => verdict.includes("broken at"))).toHaveLength(mistakes.length);
  });
}
