import { BASE, container, inContainer, inService, problemsOf, reports, warningsOf } from "./written";
import { problemsOfServices, warningsOfServices } from "./several-services";

const always = (yaml: string): string[] => problemsOf(inContainer(`mode: always\n${yaml}`));
const NO_EFFECT = "has no effect with mode: always … remove it";
const BACKEND = "{image: a:1, ports: [80/tcp], volumes: []}";
const SCRAPER = "{image: a:1, volumes: [], schedule: rate(1 day), timeout: 10h}";

test("an apply takes effect at once, and limits only report, unless the file says otherwise", () => {
  expect(container("mode: always")).toMatchObject({ deploy: "now", limit: { stop: false, trafficPerDayMiB: 20_480 } });
  const limits = "limit: {stop: true, traffic_per_day: 5g}";
  expect(container(`mode: always\ndeploy: next_wake\n${limits}`)).toMatchObject({
    deploy: "next_wake",
    limit: { stop: true, trafficPerDayMiB: 5_120 },
  });
  expect(container("")).toMatchObject({ mode: "on_demand", deploy: "next_wake", limit: { stop: true } });
});

test.each([
  ["idle: {}", "6:1 idle"],
  ["idle: {ports: [80], after: 23h}", "6:1 idle"],
  ["idle:", "6:1 idle"],
  ["wake: {per_day: 12}", "6:1 wake"],
  ["limit: {per_session: 8h, stop: true}", "6:9 limit.per_session"],
  ["limit: {per_day: 24h, per_month: 1h}", "6:9 limit.per_day", "6:23 limit.per_month"],
  ["crash_loop: {rest: 1h}", "6:14 crash_loop.rest"],
])("refuses %s, which has no effect, in a line each", (yaml, ...places) => {
  expect(always(yaml)).toEqual(reports(places.map((place) => `configs/game.yaml:${place}: ${NO_EFFECT}`)));
});

test("takes every other setting, a long start-up included", () => {
  const yaml = "startup_timeout: 2h\ncrash_loop: {stops: 5, within: 1h}\nlimit: {traffic_per_month: 1g, stop: true}";
  expect(always(yaml)).toEqual([]);
  expect(problemsOfServices({ backend: BACKEND, scraper: SCRAPER }, "mode: always\nlimit: {stop: true}")).toEqual([]);
});

test("does not hide what else is wrong, nor say it twice", () => {
  expect(always("idle: {after: 5}\ncrash_loop: {rest: x, stops: 1}\nami: x\nlimit: {per_day: 5, stop: 7}")).toEqual(
    reports([
      `configs/game.yaml:6:1 idle: ${NO_EFFECT}`,
      `configs/game.yaml:7:14 crash_loop.rest: ${NO_EFFECT}`,
      "configs/game.yaml:7:30 crash_loop.stops: whole number",
      "configs/game.yaml:8:6 ami: ID",
      `configs/game.yaml:9:9 limit.per_day: ${NO_EFFECT}`,
      "configs/game.yaml:9:27 limit.stop: true or false",
    ]),
  );
});

test("that is misspelled refuses nothing else", () => {
  expect(problemsOf(inContainer("mode: alway\nidle: {after: 15m}"))).toEqual(
    reports(["configs/game.yaml:5:7 mode: did you mean always?"]),
  );
});

test("a run needs no wakes, written or not", () => {
  const scraper = (wakes: boolean) => SCRAPER.replace("}", `, wakes: ${wakes}}`);
  for (const wakes of [true, false])
    expect(problemsOfServices({ backend: BACKEND, scraper: scraper(wakes) }, "mode: always")).toEqual([
      "services.scraper.wakes: has no effect with mode: always, because the host is always up: remove it",
    ]);
});

test("needs a service that runs all the time", () => {
  const message = /^mode: always needs a service that runs all the time.*wakes: true/;
  for (const fields of ["", ", wakes: true"]) {
    const scraper = SCRAPER.replace("}", `${fields}}`);
    expect(problemsOfServices({ scraper }, "mode: always\nidle: {after: 15m}")).toEqual([
      expect.stringMatching(message),
    ]);
  }
});

test("without any service is not told twice what is missing", () => {
  const empty = "instance_types: [m7a.large]\nmode: always\nservices: {}\n";
  expect(problemsOf({ "base.yaml": BASE, "game.yaml": empty })).toEqual(
    reports(["configs/game.yaml:3:11 services: is empty"]),
  );
});

describe("a warning", () => {
  const DEPLOY = "configs/game.yaml:5:7 mode: an apply that changes what runs restarts … deploy: next_wake";

  test("tells that an apply ends connections, unless it does not", () => {
    expect(warningsOf(inContainer("mode: always"))).toEqual(reports([DEPLOY]));
    expect(warningsOf(inContainer("mode: always\ndeploy: now"))).toEqual(reports([DEPLOY]));
    for (const yaml of ["mode: always\ndeploy: next_wake", "mode: always\nretired: true", "deploy: now"])
      expect(warningsOf(inContainer(yaml))).toEqual([]);
  });

  test("about sleep and players is not given", () => {
    const two = { game: BACKEND, map: BACKEND.replace("80", "81") };
    expect(warningsOfServices(two)).toHaveLength(1);
    expect(warningsOfServices(two, "mode: always\ndeploy: next_wake")).toEqual([]);
    const relay = "environment: {CROSSPLAY: 'true'}";
    expect(warningsOf(inService(relay))).toHaveLength(1);
    expect(warningsOf(inService(relay, "mode: always\ndeploy: next_wake"))).toEqual([]);
  });

  test("says when files on the host's disk go, and how players reach a port without SRV", () => {
    const disk = 'volumes: ["cache:/c"]';
    expect(warningsOf(inService(disk, "mode: always\ndeploy: next_wake\nvolumes: {cache: {storage: host}}"))).toEqual(
      reports(["configs/game.yaml:9:28 volumes.cache.storage: files … whenever its host is replaced"]),
    );
    const top = "mode: always\ndeploy: next_wake\nsrv: _minecraft._tcp";
    expect(warningsOf(inService('ports: ["25565", "81"]', top))).toEqual([
      expect.stringMatching(/services\.game\.ports\.1: with srv .* at host\.<address>$/),
    ]);
  });
});
