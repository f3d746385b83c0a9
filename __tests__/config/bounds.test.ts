import { container, inContainer, inService, problemsOf, service, reports } from "./written";

type Bound = readonly [written: string, inCode: number];

/** Both bounds are allowed themselves; the values around them are just outside. `?` stands for the value. */
interface Setting {
  readonly yaml: string;
  readonly field: string;
  readonly read: (yaml: string) => unknown;
  readonly bounds: readonly [below: string, min: Bound, max: Bound, above: string];
}

const ofContainers: readonly Setting[] = [
  {
    yaml: "startup_timeout: ?",
    field: "startup_timeout",
    read: (yaml) => container(yaml).startupTimeoutMinutes,
    bounds: ["299s", ["5m", 5], ["2h", 120], "2h1s"],
  },
  {
    yaml: "idle: {after: ?}",
    field: "idle.after",
    read: (yaml) => container(yaml).idle.afterMinutes,
    bounds: ["4m", ["5m", 5], ["4h", 240], "241m"],
  },
  {
    yaml: "idle: {packets_per_minute: ?}",
    field: "idle.packets_per_minute",
    read: (yaml) => container(yaml).idle.packetsPerMinute,
    bounds: ["0", ["1", 1], ["1000000", 1_000_000], "1000001"],
  },
  {
    yaml: "limit: {per_session: ?}",
    field: "limit.per_session",
    read: (yaml) => container(`${yaml}\nidle: {after: 5m}\nstartup_timeout: 5m`).limit.perSessionMinutes,
    bounds: ["29m", ["30m", 30], ["23h", 1_380], "23h1m"],
  },
  {
    yaml: "disk: ?",
    field: "disk",
    read: (yaml) => container(yaml).diskGiB,
    bounds: ["29g", ["30g", 30], ["500g", 500], "501g"],
  },
  {
    yaml: "limit: {per_day: ?}",
    field: "limit.per_day",
    read: (yaml) => container(yaml).limit.perDayMinutes,
    bounds: ["29m", ["30m", 30], ["24h", 1_440], "1d1m"],
  },
  {
    yaml: "limit: {per_month: ?}",
    field: "limit.per_month",
    read: (yaml) => container(yaml).limit.perMonthMinutes,
    bounds: ["59m", ["1h", 60], ["744h", 44_640], "31d1m"],
  },
  {
    yaml: "limit: {traffic_per_month: 10240g, traffic_per_day: ?}",
    field: "limit.traffic_per_day",
    read: (yaml) => container(yaml).limit.trafficPerDayMiB,
    bounds: ["99m", ["100m", 100], ["10240g", 10_485_760], "10241g"],
  },
  {
    yaml: "limit: {traffic_per_month: ?}",
    field: "limit.traffic_per_month",
    read: (yaml) => container(yaml).limit.trafficPerMonthMiB,
    bounds: ["99m", ["100m", 100], ["10240g", 10_485_760], "10241g"],
  },
  {
    yaml: "crash_loop: {stops: ?}",
    field: "crash_loop.stops",
    read: (yaml) => container(yaml).crashLoop.stops,
    bounds: ["1", ["2", 2], ["20", 20], "21"],
  },
  {
    yaml: "crash_loop: {within: ?}",
    field: "crash_loop.within",
    read: (yaml) => container(yaml).crashLoop.withinMinutes,
    bounds: ["4m", ["5m", 5], ["1h", 60], "61m"],
  },
  {
    yaml: "crash_loop: {rest: ?}",
    field: "crash_loop.rest",
    read: (yaml) => container(yaml).crashLoop.restMinutes,
    bounds: ["4m", ["5m", 5], ["24h", 1_440], "1441m"],
  },
  {
    yaml: "wake: {per_day: ?}",
    field: "wake.per_day",
    read: (yaml) => container(yaml).wake.perDay,
    bounds: ["0", ["1", 1], ["288", 288], "289"],
  },
];

const ofServices: readonly Setting[] = [
  {
    yaml: "stop_grace_period: ?",
    field: "stop_grace_period",
    read: (yaml) => service(yaml).stopGraceSeconds,
    bounds: ["1s", ["2s", 2], ["15m", 900], "15m1s"],
  },
  {
    yaml: "healthcheck: {test: x, interval: ?}",
    field: "healthcheck.interval",
    read: (yaml) => service(yaml).healthcheck?.intervalSeconds,
    bounds: ["4s", ["5s", 5], ["5m", 300], "301s"],
  },
  {
    yaml: "healthcheck: {test: x, timeout: ?}",
    field: "healthcheck.timeout",
    read: (yaml) => service(yaml).healthcheck?.timeoutSeconds,
    bounds: ["1s", ["2s", 2], ["1m", 60], "61s"],
  },
  {
    yaml: "healthcheck: {test: x, retries: ?}",
    field: "healthcheck.retries",
    read: (yaml) => service(yaml).healthcheck?.retries,
    bounds: ["0", ["1", 1], ["10", 10], "11"],
  },
  {
    yaml: "mem_reservation: ?",
    field: "mem_reservation",
    read: (yaml) => service(yaml, "[r8g.48xlarge]").memoryReservationMiB,
    bounds: ["5m", ["6m", 6], ["1024g", 1_048_576], "1048577m"],
  },
  {
    yaml: "mem_limit: ?",
    field: "mem_limit",
    read: (yaml) => service(yaml, "[r8g.48xlarge]").memoryLimitMiB,
    bounds: ["5m", ["6m", 6], ["1024g", 1_048_576], "1025g"],
  },
  {
    yaml: "shm_size: ?",
    field: "shm_size",
    read: (yaml) => service(yaml).sharedMemoryMiB,
    bounds: ["0m", ["1m", 1], ["64g", 65_536], "65g"],
  },
  {
    yaml: "ulimits: {nofile: ?}",
    field: "ulimits.nofile",
    read: (yaml) => service(yaml).ulimits.nofile?.hard,
    bounds: ["-2", ["-1", -1], ["2147483647", 2_147_483_647], "2147483648"],
  },
  {
    yaml: "secrets: [{TOKEN: {version: ?}}]",
    field: "secrets.0.TOKEN.version",
    read: (yaml) => service(yaml).secrets[0]?.version,
    bounds: ["0", ["1", 1], ["1000000", 1_000_000], "1000001"],
  },
];

const withBounds = (settings: readonly Setting[]) =>
  settings.flatMap(({ yaml, read, bounds: [, min, max] }) =>
    [min, max].map(([written, inCode]) => [yaml.replace("?", written), inCode, read] as const),
  );

test.each(withBounds([...ofContainers, ...ofServices]))("takes %s, a bound, as %d", (yaml, inCode, read) => {
  expect(read(yaml)).toBe(inCode);
});

/** Field and message of the values just outside, and how far they are from the line's beginning. */
const outside = (settings: readonly Setting[]) =>
  settings.flatMap(({ yaml, field, bounds: [below, [min], [max], above] }) =>
    [below, above].map((written) => {
      const message = /^-?\d+$/.test(written)
        ? `whole number … ${min} … ${max} … ${written}`
        : `${min} … ${max} … ${written}`;
      return [yaml.replace("?", written), yaml.indexOf("?"), `${field}: ${message}`] as const;
    }),
  );

test.each(outside(ofContainers))("refuses %s, just outside a bound", (yaml, indent, problem) => {
  expect(problemsOf(inContainer(yaml))).toEqual(reports([`configs/game.yaml:5:${indent + 1} ${problem}`]));
});

test.each(outside(ofServices))("refuses %s in a service, just outside a bound", (yaml, indent, problem) => {
  expect(problemsOf(inService(yaml))).toEqual(reports([`configs/game.yaml:5:${indent + 5} services.game.${problem}`]));
});
