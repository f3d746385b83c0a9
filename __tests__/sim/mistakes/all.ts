import { MISTAKES_IN_THE_STACK } from "./in-the-stack";
import type { Mistakes } from "./mistake";
import { MISTAKES_WITH_ALWAYS } from "./with-always";
import { MISTAKES_WITH_HOSTS } from "./with-hosts";
import { MISTAKES_WITH_PEOPLE } from "./with-people";
import { MISTAKES_WITH_RUNS } from "./with-runs";
import { MISTAKES_WITH_SERVICES } from "./with-services";
import { MISTAKES_WITH_SIGNALS } from "./with-signals";

export const MISTAKES: Mistakes = {
  ...MISTAKES_IN_THE_STACK,
  ...MISTAKES_WITH_ALWAYS,
  ...MISTAKES_WITH_HOSTS,
  ...MISTAKES_WITH_PEOPLE,
  ...MISTAKES_WITH_RUNS,
  ...MISTAKES_WITH_SERVICES,
  ...MISTAKES_WITH_SIGNALS,
};
