/**
 * What synthesis tells a function: settings.json, beside its code in the zip. What only an apply knows is in the
 * function's environment. A value has one name from the configuration to the mail that quotes it.
 */
export interface KeeperSettings {
  /** Prefix of all names, and the value of the tag Project. */
  readonly project: string;
  /** The value of the tag Container and of the metrics' dimension. */
  readonly container: string;
  readonly region: string;
  /** What players type, without a dot at its end. */
  readonly address: string;
  /** Name of the A and AAAA records that keeper keeps: the address, or what its SRV record points at. */
  readonly recordName: string;
  /** True if there is an AAAA record too. */
  readonly ipv6: boolean;
  /** In which days and months begin, like Europe/Berlin. */
  readonly timeZone: string;
  /** In order of preference. */
  readonly instanceTypes: readonly string[];
  readonly availabilityZones: readonly string[];
  /** Of the host's root volume. */
  readonly diskGiB: number;
  /** The longest of the container's services. */
  readonly stopGraceSeconds: number;
  readonly startupTimeoutMinutes: number;
  readonly idle: IdleSettings;
  readonly limit: LimitSettings;
  readonly crashLoop: CrashLoopSettings;
  /** False: a container that ends with exit code 0 is done, and goes to sleep. */
  readonly restartsWhenDone: boolean;
  readonly wake: { readonly perDay: number };
}

/** When it is idle: fewer packets for so long. */
export interface IdleSettings {
  readonly afterMinutes: number;
  readonly packetsPerMinute: number;
  /** Of connections to the published ports, or all into the container. */
  readonly count: "published_ports" | "all_traffic";
}

export interface LimitSettings {
  readonly perSessionMinutes: number;
  readonly perDayMinutes: number;
  readonly perMonthMinutes: number;
  /** What may leave the host in a day, and in a month. */
  readonly trafficPerDayMiB: number;
  readonly trafficPerMonthMiB: number;
  /** False: limits are told only. */
  readonly stop: boolean;
}

export interface CrashLoopSettings {
  readonly stops: number;
  readonly withinMinutes: number;
  /** The longest rest; the first two after a failure are shorter. */
  readonly restMinutes: number;
}

export interface WakeSettings {
  readonly project: string;
  readonly container: string;
  /** Whose queries wake, lower case, without a dot at its end. */
  readonly queriedName: string;
  /** Types of queries that wake, like A. */
  readonly queryTypes: readonly string[];
  /** Where keeper and the metric are. */
  readonly homeRegion: string;
}

/** Variables of a function's environment: what an apply learns. */
export const LEARNED = {
  keeper: { zoneId: "ZONE_ID", topicArn: "TOPIC_ARN" },
  wake: { keeperArn: "KEEPER_ARN" },
} as const;
export type Learned<Name extends keyof typeof LEARNED> = Readonly<Record<keyof (typeof LEARNED)[Name], string>>;

/** The settings of each function, by its name. */
export interface FunctionSettings {
  readonly keeper: KeeperSettings;
  readonly wake: WakeSettings;
}
