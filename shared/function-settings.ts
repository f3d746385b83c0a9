/**
 * A function's settings.json, which synthesis writes next to its code in the zip. Values that are known only at apply are
 * in the function's environment. A value has the same name everywhere from the configuration to mails.
 */
export interface KeeperSettings {
  /** Prefix of all names, and the value of the tag Project. */
  readonly project: string;
  /** always: it never sleeps, and keeper replaces its host when it fails. */
  readonly mode: Mode;
  /** The value of the tag Container and of the metrics' dimension. */
  readonly container: string;
  readonly region: string;
  /** The address that players connect to, without a trailing dot. */
  readonly address: string;
  /** Name of the A and AAAA records that keeper writes: the address, or the target of its SRV record. */
  readonly recordName: string;
  /** True if there is an AAAA record, too. */
  readonly ipv6: boolean;
  /** Time zone of days and months, like Europe/Berlin. */
  readonly timeZone: string;
  /** In order of preference. */
  readonly instanceTypes: readonly string[];
  readonly availabilityZones: readonly string[];
  /** True if it has volumes on file systems: one host at a time may write them. */
  readonly hasFileSystems: boolean;
  /** Size of the host's root volume. */
  readonly diskGiB: number;
  /** How long the services may take to stop, one after the other where they depend on each other. */
  readonly stopGraceSeconds: number;
  readonly startupTimeoutMinutes: number;
  readonly idle: IdleSettings;
  readonly limit: LimitSettings;
  readonly crashLoop: CrashLoopSettings;
  readonly services: ServiceNames;
  /** Services that run at times, each in a task of its own. */
  readonly scheduled: readonly ScheduledService[];
  readonly wake: { readonly perDay: number };
}

export type Mode = "on_demand" | "always";

/** The container is idle with fewer packets for this long. */
export interface IdleSettings {
  readonly afterMinutes: number;
  readonly packetsPerMinute: number;
  /** Packets of connections to the published ports, or all that containers receive. */
  readonly count: "published_ports" | "all_traffic";
}

/** A service that runs at times, as keeper runs it. */
export interface ScheduledService {
  readonly service: string;
  /** A run that lasts longer is stopped. */
  readonly timeoutMinutes: number;
  /** Whether it may run twice at once. */
  readonly overlap: "skip" | "allow";
  /** True: a run that is due starts a host. */
  readonly wakes: boolean;
}

/** The services of one task, by name; none if all run at times. */
export interface ServiceNames {
  /** The end of one of these is the end of the task. */
  readonly essential: readonly string[];
  readonly nonEssential: readonly string[];
  /** Those that start again even after exit code 0. If none of the essential ones does, the container goes to sleep. */
  readonly restartedWhenDone: readonly string[];
}

export interface LimitSettings {
  readonly perSessionMinutes: number;
  readonly perDayMinutes: number;
  readonly perMonthMinutes: number;
  /** Data that containers may send in a day, and in a month. */
  readonly trafficPerDayMiB: number;
  readonly trafficPerMonthMiB: number;
  /** False: limits are only reported. */
  readonly stop: boolean;
}

export interface CrashLoopSettings {
  readonly stops: number;
  readonly withinMinutes: number;
  /** The longest pause; the first two after a failure are shorter. */
  readonly restMinutes: number;
}

export interface WakeSettings {
  readonly project: string;
  readonly container: string;
  /** Name whose queries wake the container, in lower case, without a trailing dot. */
  readonly queriedName: string;
  /** Types of queries that wake, like A. */
  readonly queryTypes: readonly string[];
  /** Region of keeper and the metric. */
  readonly homeRegion: string;
}

/** What EventBridge Scheduler sends to keeper, as plain text: it replaces what is in angle brackets. */
export const RUN_COMMAND = "run";
export const SCHEDULED_TIME = "<aws.scheduler.scheduled-time>";

/** Environment variables of the functions: values that are known only at apply. */
export const APPLY_VARIABLES = {
  keeper: { zoneId: "ZONE_ID", topicArn: "TOPIC_ARN", allocationId: "ALLOCATION_ID", fixedIpv4: "FIXED_IPV4" },
  wake: { keeperArn: "KEEPER_ARN" },
} as const;
/** The value of a variable for something that the container does not have. */
export const NONE = "none";
export type ApplyValues<Name extends keyof typeof APPLY_VARIABLES> = Readonly<
  Record<keyof (typeof APPLY_VARIABLES)[Name], string>
>;

/** The settings of each function, by its name. */
export interface FunctionSettings {
  readonly keeper: KeeperSettings;
  readonly wake: WakeSettings;
}
