import { failures } from "./failures";
import { life } from "./life";
import { people } from "./people";
import type { Scenario } from "./scenario";

export const SCENARIOS: readonly Scenario[] = [...life, ...failures, ...people];
