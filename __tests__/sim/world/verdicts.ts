import { decide } from "../../../handlers/keeper/decide";
import { keeperFor } from "../../../handlers/keeper/keeper";
import { keeperSettings } from "../../../handlers/keeper/read-settings";
import { objectsOf, readRecorded } from "../../../sim/applied/state";
import { BrokenPromise } from "../../../sim/prove/promises/all";
import { prove } from "../../../sim/prove/prove";
import { SCENARIOS } from "../../../sim/scenarios";
import type { Code } from "../../../sim/world/lambda/instances";

/** Keepers that make a mistake which only shows in what mails tell. */
const MISTAKES: Readonly<Record<string, Code | undefined>> = {
  none: undefined,
  "tells each thing twice": (told, now) =>
    keeperFor(
      () => keeperSettings(told),
      now,
      (facts, at) => {
        const decision = decide(facts, at);
        const mails = decision.actions.filter((action) => action.do === "mail");
        return { ...decision, actions: [...decision.actions, ...mails] };
      },
    ),
  "tells nothing": (told, now) =>
    keeperFor(
      () => keeperSettings(told),
      now,
      (facts, at) => {
        const decision = decide(facts, at);
        return { ...decision, actions: decision.actions.filter((action) => action.do !== "mail") };
      },
    ),
};

/** What the promises say of each scenario and each mistake in it, and how many mails and entries there were. */
export async function verdicts(names: readonly string[]): Promise<readonly string[]> {
  const applied = objectsOf(readRecorded());
  const all: string[] = [];
  for (const scenario of SCENARIOS.filter(({ name }) => names.includes(name))) {
    for (const [mistake, keeper] of Object.entries(MISTAKES)) {
      const verdict = await prove(applied, scenario, { code: keeper && { keeper } }).then(
        ({ mails, timeline }) => `kept: ${mails.map(({ kind }) => kind).join()}; ${timeline.length} entries`,
        (error: unknown) => {
          if (!(error instanceof BrokenPromise)) throw error;
          return `${error.promised.letter} broken at ${error.at}`;
        },
      );
      all.push(`${scenario.name}, ${mistake}: ${verdict}`);
    }
  }
  return all;
}
