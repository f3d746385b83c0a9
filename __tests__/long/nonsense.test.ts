import { SCENARIOS } from "../../sim/scenarios";
import { MISTAKES } from "../sim/mistakes/all";
import { testNonsense } from "../sim/nonsense";

jest.setTimeout(1_800_000);

testNonsense(
  SCENARIOS.map(({ name }) => name),
  Object.keys(MISTAKES),
);
