import type { Decision } from "../../../handlers/keeper/decision";
import type { Facts, Reading } from "../../../handlers/keeper/facts";
import { keeperFor } from "../../../handlers/keeper/keeper";
import type { Keeper } from "../../../handlers/keeper/look";
import { noMemory, type Memory } from "../../../handlers/keeper/memory";
import { itemOf, memoryIn } from "../../../handlers/keeper/memory-store";
import { awsError } from "./mocked-aws";
import { at, EVENING, PLACEHOLDER, SETTINGS } from "./scenes";

export const SCHEDULE = { source: "aws.events", "detail-type": "Scheduled Event" };
export const QUIET_LOOK = ["GetItem", "DescribeAutoScalingGroups", "DescribeAlarms"];
export const refused = awsError("ThrottlingException", "Rate exceeded");

/** A keeper with the given decision, at eight in the evening; and the facts it saw. */
export function keeperThat(decide: Keeper["decide"]) {
  const saw: Facts[] = [];
  const look = keeperFor(
    () => SETTINGS,
    () => EVENING,
    (facts, now) => {
      saw.push(facts);
      return decide(facts, now);
    },
    () => Promise.resolve(),
  );
  return { look, saw };
}
export const decided = ({ memory }: Facts, over: Partial<Decision> = {}): Decision => ({
  missing: [],
  actions: [],
  memory,
  state: "asleep",
  ...over,
});
export const nothing = (facts: Facts): Decision => decided(facts);
export const reading = (facts: Facts, ...missing: Reading[]) =>
  decided(facts, { missing: missing.filter((name) => !facts[name] && !facts.unreadable?.includes(name)) });
export const remembering = (over: Partial<Memory>): Memory => ({ ...noMemory(EVENING), ...over });
export const kept = remembering({ sleptAt: 1, record: { a: PLACEHOLDER, listedAt: at(-5) } });
export const KEPT_ITEM = itemOf(kept, memoryIn(undefined, EVENING));
