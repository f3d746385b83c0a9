import type * as Mails from "../../handlers/keeper/mails";
import type * as Sentences from "../../sim/world/sentences";
import { SCENARIOS } from "../../sim/scenarios";
import { verdicts } from "../sim/world/verdicts";

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

jest.setTimeout(900_000);

test("invariants judge all stories and mistakes the same when every mail and every sentence of the timeline is nonsense", async () => {
  const names = SCENARIOS.map(({ name }) => name);
  const plain = await verdicts(names);
  mockIsNonsense = true;
  expect(await verdicts(names)).toEqual(plain);
  expect(plain.filter((verdict) => verdict.includes("broken")).length).toBeGreaterThan(20);
});
