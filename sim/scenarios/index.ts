import { always } from "./always";
import { applies } from "./applies";
import { aws } from "./aws";
import { company } from "./company";
import { doors } from "./doors";
import { failures } from "./failures";
import { host } from "./host";
import { life } from "./life";
import { people } from "./people";
import type { Scenario } from "./scenario";
import { schedules } from "./schedules";
import { services } from "./services";
import { uncertain } from "./uncertain";

/** All stories, the demo's usual one first. */
export const SCENARIOS: readonly Scenario[] = [
  ...life,
  ...doors,
  ...aws,
  ...failures,
  ...host,
  ...services,
  ...schedules,
  ...people,
  ...applies,
  ...always,
  ...company,
  ...uncertain,
];
