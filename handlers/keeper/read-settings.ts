import { containerNames, type ContainerNames } from "../../shared/container-names";
import { APPLY_VARIABLES, NONE, type KeeperSettings as Known, type ApplyValues } from "../../shared/function-settings";
import {
  flag,
  learnedFrom,
  listOf,
  number,
  oneOf,
  settingsOf,
  text,
  texts,
  type Shape,
  type Input,
} from "../read-settings";
import { TimeZone } from "./time-zone";

const SHAPE: Shape<Known> = {
  project: text,
  mode: oneOf("on_demand", "always"),
  container: text,
  region: text,
  address: text,
  recordName: text,
  ipv6: flag,
  timeZone: text,
  instanceTypes: texts,
  availabilityZones: texts,
  hasFileSystems: flag,
  diskGiB: number,
  stopGraceSeconds: number,
  startupTimeoutMinutes: number,
  idle: { afterMinutes: number, packetsPerMinute: number, count: oneOf("published_ports", "all_traffic") },
  limit: {
    perSessionMinutes: number,
    perDayMinutes: number,
    perMonthMinutes: number,
    trafficPerDayMiB: number,
    trafficPerMonthMiB: number,
    stop: flag,
  },
  crashLoop: { stops: number, withinMinutes: number, restMinutes: number },
  services: { essential: texts, nonEssential: texts, restartedWhenDone: texts },
  scheduled: listOf({ service: text, timeoutMinutes: number, overlap: oneOf("skip", "allow"), wakes: flag }),
  wake: { perDay: number },
};

/** The Elastic IP that every host of the container gets. */
interface FixedAddress {
  readonly allocationId: string;
  readonly ipv4: string;
}

/** Keeper's settings, and the names derived from them. */
export interface KeeperSettings
  extends Omit<Known, "timeZone">, Omit<ApplyValues<"keeper">, "allocationId" | "fixedIpv4"> {
  /** Absent with address: dynamic. */
  readonly fixedAddress?: FixedAddress;
  /** Made once, when settings are read: that takes longer than to ask it. */
  readonly timeZone: TimeZone;
  readonly names: ContainerNames;
}

/** @throws Error that names what is missing or cannot be read */
export function keeperSettings({ settings, environment }: Input): KeeperSettings {
  const known = settingsOf(SHAPE, settings);
  const { allocationId, fixedIpv4: ipv4, ...learned } = learnedFrom(APPLY_VARIABLES.keeper, environment);
  return {
    ...known,
    ...learned,
    ...(allocationId !== NONE && { fixedAddress: { allocationId, ipv4 } }),
    timeZone: new TimeZone(known.timeZone),
    names: containerNames(known.project, known.container),
  };
}

/** Queries are read of so long: who has asked for half an hour, and what asked before that. */
export const QUERIES_MINUTES = 60;
