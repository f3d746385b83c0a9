import { life } from "./life";
import type { Scenario } from "./scenario";

export const SCENARIOS: readonly Scenario[] = [...life];
