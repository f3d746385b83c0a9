import { BASE_WORDS, CONTAINER_WORDS } from "../../src/config/schema/words";
import { didYouMean } from "../../src/config/schema/messages";
import { inBase, inContainer, inService, inVolume, problemsOf, reports } from "./written";

test.each([
  ["build develop provider", "image"],
  ["privileged", "cap_add"],
  ["cgroup cgroup_parent ipc isolation pid userns_mode uts", "namespaces"],
  ["network_mode net", "bridge mode"],
  ["networks external_links", "depends_on or links"],
  ["volumes_from", "same volume"],
  ["domainname mac_address", "DNS name"],
  ["container_name", "service"],
  ["dns dns_opt dns_search", "extra_hosts"],
  ["expose", "ports"],
  ["stop_signal", "STOPSIGNAL"],
  ["post_start pre_stop", "entrypoint"],
  ["pull_policy", "exact tag"],
  ["platform", "instance_types"],
  ["device_cgroup_rules gpus runtime", "no such devices"],
  ["cpus cpuset cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime", "instance_types"],
  ["cpu_shares blkio_config scale", "instance_types"],
  ["memswap_limit mem_swappiness oom_kill_disable oom_score_adj pids_limit storage_opt", "mem_limit"],
  ["group_add", "user"],
  ["credential_spec", "environment"],
  ["extends models", "in full"],
  ["profiles", "all services of a file"],
  ["annotations label_file", "labels"],
  ["logging log_driver log_opt attach", "CloudWatch Logs"],
  ["use_api_socket", "control of the host"],
  ["volume_driver driver_opts", "storage"],
  ["x-anything", "remove it"],
])("a service refuses %s with what to use instead: %s", (words, instead) => {
  const refused = words.split(" ");
  expect(problemsOf(inService(refused.map((word) => `${word}: anything`).join("\n")))).toEqual(
    reports(
      refused.map((word, at) => `configs/game.yaml:${5 + at}:5 services.game.${word}: not supported … ${instead}`),
    ),
  );
});

test.each([
  ["deploy: {resources: {}}", "deploy: not supported … mem_limit … mem_reservation"],
  ["instance_types: [m7a.large]", "instance_types: belongs … service"],
  ["idle: {after: 15m}", "idle: belongs … service"],
])("a service's %s is answered with what to do instead", (yaml, line) => {
  expect(problemsOf(inService(yaml))).toEqual(reports([`configs/game.yaml:5:5 services.game.${line}`]));
});

test.each([
  ["version: '3'", "version: not supported … Compose"],
  ["name: game", "name: not supported … container"],
  ["networks: {}", "networks: not supported … depends_on or links"],
  ["secrets: {}", "secrets: tfvars"],
  ["include: []", "include: not supported … in full"],
  ["models: {}", "models: not supported … in full"],
  ["x-common: {}", "x-common: not supported … effect"],
  ["image: a:1", "image: services … service's"],
  ["ports: []", "ports: services … service's"],
  ["restart: always", "restart: services … service's"],
  ["region: us-west-2", "region: base.yaml"],
  ["budget: {}", "budget: base.yaml"],
  ["alerts: own", "alerts: not supported yet … container"],
])("a container's %s is answered with what to do instead", (yaml, line) => {
  expect(problemsOf(inContainer(yaml))).toEqual(reports([`configs/game.yaml:5:1 ${line}`]));
});

test.each([
  ["services: {}", "services: configs/valheim.yaml"],
  ["idle: {}", "idle: configs/valheim.yaml"],
  ["image: a:1", "image: configs/valheim.yaml"],
  ["alerts: [me@mine.org]", "alerts: not supported … tfvars"],
  ["x-common: {}", "x-common: not supported … effect"],
])("base's %s is answered with what to do instead", (yaml, line) => {
  expect(problemsOf(inBase(yaml))).toEqual(reports([`configs/base.yaml:4:1 ${line}`]));
});

test.each([
  ["driver: local", "driver: not supported … one_zone … EFS"],
  ["driver_opts: {}", "driver_opts: not supported … one_zone … EFS"],
  ["external: true", "external: not supported … one_zone … EFS"],
  ["name: x", "name: not supported … volume"],
  ["labels: {}", "labels: not supported … base.yaml"],
  ["size: 5g", "size: not supported … shrinks"],
  ["file_system: fs-1", "file_system: not supported yet … existing"],
])("a volume's %s is answered with what to do instead", (yaml, line) => {
  expect(problemsOf(inVolume(yaml))).toEqual(reports([`configs/game.yaml:8:5 volumes.world.${line}`]));
});

test.each([["start_interval: 5s", "start_interval: not supported … ECS"]])(
  "a healthcheck's %s is answered with what to do instead",
  (yaml, line) => {
    expect(problemsOf(inService(`healthcheck:\n  test: x\n  ${yaml}`))).toEqual(
      reports([`configs/game.yaml:7:7 services.game.healthcheck.${line}`]),
    );
  },
);

describe("a word nobody knows", () => {
  test.each([
    [inContainer, "instanceTypes: []", "game.yaml:5:1 instanceTypes: did you mean instance_types?"],
    [inContainer, "startup-timeout: 5m", "game.yaml:5:1 startup-timeout: did you mean startup_timeout?"],
    [inContainer, "crashLoop: {}", "game.yaml:5:1 crashLoop: did you mean crash_loop?"],
    [inContainer, "volume: {}", "game.yaml:5:1 volume: did you mean volumes?"],
    [inContainer, "IDLE: {}", "game.yaml:5:1 IDLE: did you mean idle?"],
    [inService, "stopGracePeriod: 5m", "game.yaml:5:5 services.game.stopGracePeriod: did you mean stop_grace_period?"],
    [inService, "enviroment: {}", "game.yaml:5:5 services.game.enviroment: did you mean environment?"],
    [inService, "Image2: x", "game.yaml:5:5 services.game.Image2: did you mean image?"],
    [inService, "healthCheck: {}", "game.yaml:5:5 services.game.healthCheck: did you mean healthcheck?"],
    [inVolume, "enforceOwner: true", "game.yaml:8:5 volumes.world.enforceOwner: did you mean enforce_owner?"],
    [inBase, "domian: x.org", "base.yaml:4:1 domian: did you mean domain?"],
    [inContainer, "idle: {afterMinutes: 5}", "game.yaml:5:8 idle.afterMinutes: not a setting … packets_per_minute"],
    [
      inContainer,
      "constructor: 5",
      "game.yaml:5:1 constructor: not a setting … instance_types … availability_zone … crash_loop",
    ],
    [
      inContainer,
      "limit: {hasOwnProperty: 5}",
      "game.yaml:5:9 limit.hasOwnProperty: not a setting … per_session … per_day … traffic_per_month",
    ],
  ])("is answered with the nearest one, or with all: %#", (where, yaml, line) => {
    expect(problemsOf(where(yaml))).toEqual(reports([`configs/${line}`]));
  });

  test("stands on a line of its own when there are several, each at its key", () => {
    expect(problemsOf(inContainer("idle:\n  aftr: 5m\n  packets: 5\n  after: 5m\nami2: x"))).toEqual(
      reports([
        "configs/game.yaml:6:3 idle.aftr: did you mean after?",
        "configs/game.yaml:7:3 idle.packets: not a setting … packets_per_minute",
        "configs/game.yaml:9:1 ami2: did you mean ami?",
      ]),
    );
  });
});

test.each([
  ["perSession", ": did you mean per_session?"],
  ["per-session", ": did you mean per_session?"],
  ["Per Session", ": did you mean per_session?"],
  ["per_sesion", ": did you mean per_session?"],
  ["tyy", ": did you mean tty?"],
  ["tx", ""],
  ["something", ""],
])("%s gets the suggestion%s", (word, suggestion) => {
  expect(didYouMean(word, ["per_session", "tty", "stop"])).toBe(suggestion);
});

test("nothing is suggested where nothing is known", () => {
  expect(didYouMean("a", [])).toBe("");
});

test("the words of the other files are all known, so that none is mistaken for an unknown one", () => {
  const misplaced = (lines: readonly string[]): string[] => lines.filter((line) => line.includes("is not a setting"));
  const yaml = (words: string): string =>
    words
      .split(" ")
      .map((word) => `${word}: x`)
      .join("\n");
  expect(misplaced(problemsOf(inContainer(yaml(BASE_WORDS))))).toEqual([]);
  expect(misplaced(problemsOf(inBase(yaml(CONTAINER_WORDS))))).toEqual([]);
});
