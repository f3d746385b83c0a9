import { flag, type Kind, list, number, text, type Settings } from "../environment";
import { TimeZone } from "./time-zone";

/** Made once, when settings are read: that takes longer than to ask it. */
const timeZone: Kind<TimeZone> = {
  write: ({ name }) => name,
  read: (name) => {
    try {
      return new TimeZone(name);
    } catch {
      return undefined;
    }
  },
};

/** What the stack tells keeper, by environment variables. */
export const KEEPER = {
  /** Prefix of all names, and the value of the tag Project. */
  project: text,
  /** The container, the value of the tag Container and of the metrics' dimension. */
  container: text,
  region: text,
  /** What players type, without a dot at its end. */
  address: text,
  /** Name of the A and AAAA records that keeper keeps: the address, or what its SRV record points at. */
  recordName: text,
  zoneId: text,
  /** True if there is an AAAA record too. */
  ipv6: flag,
  groupName: text,
  clusterName: text,
  serviceName: text,
  /** Family of the task definition: its newest revision runs at the next wake. */
  taskFamily: text,
  memoryTable: text,
  holdParameter: text,
  topicArn: text,
  metricNamespace: text,
  idleAlarm: text,
  queriedAlarm: text,
  /** In us-east-1; it comes as an event only. */
  wakeErrorsAlarm: text,
  /** Where every query is written, in us-east-1. */
  queryLogGroup: text,
  /** Where the container's output is written. */
  containerLogGroup: text,
  /** In which days and months begin. */
  timeZone,
  /** In order of preference. */
  instanceTypes: list,
  availabilityZones: list,
  /** Of the host's root volume. */
  diskGiB: number,
  /** The longest of the container's services. */
  stopGraceSeconds: number,
  startupTimeoutMinutes: number,
  idleMinutes: number,
  packetsPerMinute: number,
  /** False: only packets of connections to the published ports count. */
  countsAllTraffic: flag,
  /** False: limits are told only. */
  stopAtLimit: flag,
  sessionLimitMinutes: number,
  dayLimitMinutes: number,
  monthLimitMinutes: number,
  /** What may leave the host in a day, and in a month. */
  dayTrafficMiB: number,
  monthTrafficMiB: number,
  crashStops: number,
  crashWithinMinutes: number,
  /** The longest rest; the first two after a failure are shorter. */
  crashRestMinutes: number,
  /** False: a container that ends with exit code 0 is done, and goes to sleep. */
  restartsWhenDone: flag,
  wakesPerDay: number,
} as const;
export type KeeperSettings = Settings<typeof KEEPER>;

/** True if players' programs find the address by its SRV record, and nothing but their query for it wakes. */
export const isFoundBySrv = ({ address, recordName }: Pick<KeeperSettings, "address" | "recordName">): boolean =>
  recordName !== address;

/** Queries are read of so long: who has asked for half an hour, and what asked before that. */
export const QUERIES_MINUTES = 60;

/**
 * Points of Packets may come so late, or so many may be missing, in keeper's rule and in the alarm that makes it look. Not
 * more: whoever is not counted yet has just asked DNS, and that postpones the sleep.
 */
export const LATE_MINUTES = 4;
