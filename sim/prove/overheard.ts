import { decide } from "../../handlers/keeper/decide";
import type { Decision } from "../../handlers/keeper/decision";
import type { Facts } from "../../handlers/keeper/facts";
import { keeperFor } from "../../handlers/keeper/keeper";
import { keeperSettings } from "../../handlers/keeper/read-settings";
import type { Code } from "../world/lambda/instances";

/** What keeper saw, and what it decided. */
export interface Decided {
  readonly facts: Facts;
  readonly decision: Decision;
}

/** Keeper as it is, which also says what it decides. */
export const overheard =
  (decisions: Decided[]): Code =>
  (configuration, now, pause) =>
    keeperFor(
      () => keeperSettings(configuration),
      now,
      (facts, at) => {
        const decision = decide(facts, at);
        if (decision.missing.length === 0) decisions.push({ facts, decision });
        return decision;
      },
      pause,
    );
