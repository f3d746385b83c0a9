import { BASE_WORDS, CONTAINER_WORDS } from "../../src/config/schema/words";
import { didYouMean } from "../../src/config/schema/messages";
import { inBase, inContainer, inService, inVolume, problemsOf } from "./written";

/** What is told of a key that is not taken, at the key itself. */
const NETWORK = "a host runs one container, in bridge mode";
const ONE_FILE = "write it out, one file describes one container";
const SIZE = "the container has its host to itself, instance_types say how large it is";
const NAMESPACES = "the container keeps namespaces of its own";
const MEMORY = "mem_limit and mem_reservation are the limits";
const FILES = "write what the image needs under environment, or keep files in a volume";

test.each([
  ["build", "build and push the image yourself, and name it under image"],
  ["develop", "build and push the image yourself, and name it under image"],
  ["provider", "build and push the image yourself, and name it under image"],
  ["privileged", "a privileged container owns the host; name what it needs under cap_add"],
  ["cgroup", NAMESPACES],
  ["cgroup_parent", NAMESPACES],
  ["ipc", NAMESPACES],
  ["isolation", NAMESPACES],
  ["pid", NAMESPACES],
  ["userns_mode", NAMESPACES],
  ["uts", NAMESPACES],
  ["network_mode", "containers run in bridge mode, so that they cannot take the host's credentials"],
  ["net", "containers run in bridge mode, so that they cannot take the host's credentials"],
  ["networks", NETWORK],
  ["links", NETWORK],
  ["external_links", NETWORK],
  ["volumes_from", NETWORK],
  ["domainname", "players use the container's DNS name, docker names the rest"],
  ["mac_address", "players use the container's DNS name, docker names the rest"],
  ["container_name", "ECS names containers; the service's name is the one to use"],
  ["dns", "the VPC's resolver answers; names of your own go under extra_hosts"],
  ["dns_opt", "the VPC's resolver answers; names of your own go under extra_hosts"],
  ["dns_search", "the VPC's resolver answers; names of your own go under extra_hosts"],
  ["expose", "list what players reach under ports"],
  ["stop_signal", "ECS sends SIGTERM; an image that needs another signal declares it with STOPSIGNAL"],
  ["post_start", "ECS runs no hooks; let the image's entrypoint do it"],
  ["pre_stop", "ECS runs no hooks; let the image's entrypoint do it"],
  ["pull_policy", "the host pulls what it does not have, and an exact tag is one version"],
  ["platform", "instance_types say the architecture"],
  ["device_cgroup_rules", "hosts have no such devices to hand on"],
  ["gpus", "hosts have no such devices to hand on"],
  ["runtime", "hosts have no such devices to hand on"],
  ["cpus", SIZE],
  ["cpuset", SIZE],
  ["cpu_count", SIZE],
  ["cpu_percent", SIZE],
  ["cpu_period", SIZE],
  ["cpu_quota", SIZE],
  ["cpu_rt_period", SIZE],
  ["cpu_rt_runtime", SIZE],
  ["cpu_shares", SIZE],
  ["blkio_config", SIZE],
  ["scale", SIZE],
  ["memswap_limit", MEMORY],
  ["mem_swappiness", MEMORY],
  ["oom_kill_disable", MEMORY],
  ["oom_score_adj", MEMORY],
  ["pids_limit", MEMORY],
  ["storage_opt", MEMORY],
  ["group_add", 'write user, like "1000:1000", the image knows its groups'],
  ["configs", FILES],
  ["credential_spec", FILES],
  ["extends", ONE_FILE],
  ["profiles", ONE_FILE],
  ["models", ONE_FILE],
  ["annotations", "write them under labels"],
  ["label_file", "write them under labels"],
  ["logging", "logs go to CloudWatch Logs"],
  ["log_driver", "logs go to CloudWatch Logs"],
  ["log_opt", "logs go to CloudWatch Logs"],
  ["attach", "logs go to CloudWatch Logs"],
  ["use_api_socket", "docker's socket owns the host"],
  ["volume_driver", "storage says where the files of a volume are"],
  ["driver_opts", "storage says where the files of a volume are"],
  ["x-anything", "nothing reads Compose's x-… keys here, remove it"],
])("a service's %s is answered with what to do instead", (word, reason) => {
  expect(problemsOf(inService(`${word}: anything`))).toEqual([
    `configs/game.yaml:5:5 services.game.${word}: is not taken: ${reason}`,
  ]);
});

test.each([
  ["deploy: {resources: {}}", "deploy: is not taken inside a service: mem_limit and mem_reservation are the limits"],
  ["schedule: rate(6 hours)", "schedule: is not built yet (scheduled tasks): leave it out for now"],
  ["depends_on: [db]", "depends_on: is not built yet (several services): leave it out for now"],
  ["instance_types: [m7a.large]", "instance_types: stands at the top of the file, not inside a service"],
  ["idle: {after: 15m}", "idle: stands at the top of the file, not inside a service"],
])("a service's %s is answered with what to do instead", (yaml, line) => {
  expect(problemsOf(inService(yaml))).toEqual([`configs/game.yaml:5:5 services.game.${line}`]);
});

test.each([
  ["version: '3'", "version: is not taken: Compose no longer needs it either"],
  ["name: game", "name: is not taken: the file's name is the container's name"],
  ["networks: {}", "networks: is not taken: a host runs one container, in bridge mode"],
  ["secrets: {}", "secrets: belongs to a service: list the names there, the values are in terraform.tfvars"],
  ["configs: {}", `configs: is not taken: ${FILES}`],
  ["include: []", `include: is not taken: ${ONE_FILE}`],
  ["models: {}", `models: is not taken: ${ONE_FILE}`],
  ["x-common: {}", "x-common: is not taken: nothing reads Compose's x-… keys here, remove it"],
  ["image: a:1", "image: belongs to a service: indent it under services and the service's name"],
  ["ports: []", "ports: belongs to a service: indent it under services and the service's name"],
  ["restart: always", "restart: belongs to a service: indent it under services and the service's name"],
  ["region: us-west-2", "region: is one for all containers: write it in base.yaml"],
  ["budget: {}", "budget: is one for all containers: write it in base.yaml"],
  ["alerts: own", "alerts: is not built yet (alerts of its own): leave it out for now"],
])("a container's %s is answered with what to do instead", (yaml, line) => {
  expect(problemsOf(inContainer(yaml))).toEqual([`configs/game.yaml:5:1 ${line}`]);
});

test.each([
  ["services: {}", "services: belongs to one container: write it in its own file, like configs/valheim.yaml"],
  ["idle: {}", "idle: belongs to one container: write it in its own file, like configs/valheim.yaml"],
  ["image: a:1", "image: belongs to one container: write it in its own file, like configs/valheim.yaml"],
  ["alerts: [me@mine.org]", "alerts: is not taken: mail addresses are in terraform.tfvars, not in git"],
  ["x-common: {}", "x-common: is not taken: nothing reads Compose's x-… keys here, remove it"],
])("base's %s is answered with what to do instead", (yaml, line) => {
  expect(problemsOf(inBase(yaml))).toEqual([`configs/base.yaml:4:1 ${line}`]);
});

test.each([
  ["driver: local", "driver: is not taken: storage says where the files are: one_zone (EFS) or host"],
  ["driver_opts: {}", "driver_opts: is not taken: storage says where the files are: one_zone (EFS) or host"],
  ["external: true", "external: is not taken: storage says where the files are: one_zone (EFS) or host"],
  ["name: x", "name: is not taken: the volume's name is the key above"],
  ["labels: {}", "labels: is not taken: tags in base.yaml are for every resource"],
  ["size: 5g", "size: is not taken: a file system grows and shrinks by itself"],
  ["file_system: fs-1", "file_system: is not built yet (adopting a file system): leave it out for now"],
])("a volume's %s is answered with what to do instead", (yaml, line) => {
  expect(problemsOf(inVolume(yaml))).toEqual([`configs/game.yaml:8:5 volumes.world.${line}`]);
});

test.each([["start_interval: 5s", "start_interval: is not taken: ECS tests at one interval"]])(
  "a healthcheck's %s is answered with what to do instead",
  (yaml, line) => {
    expect(problemsOf(inService(`healthcheck:\n  test: x\n  ${yaml}`))).toEqual([
      `configs/game.yaml:7:7 services.game.healthcheck.${line}`,
    ]);
  },
);

describe("a word nobody knows", () => {
  test.each([
    [
      inContainer,
      "instanceTypes: []",
      "game.yaml:5:1 instanceTypes: is not a setting here, did you mean instance_types?",
    ],
    [
      inContainer,
      "startup-timeout: 5m",
      "game.yaml:5:1 startup-timeout: is not a setting here, did you mean startup_timeout?",
    ],
    [inContainer, "crashLoop: {}", "game.yaml:5:1 crashLoop: is not a setting here, did you mean crash_loop?"],
    [inContainer, "volume: {}", "game.yaml:5:1 volume: is not a setting here, did you mean volumes?"],
    [inContainer, "IDLE: {}", "game.yaml:5:1 IDLE: is not a setting here, did you mean idle?"],
    [
      inService,
      "stopGracePeriod: 5m",
      "game.yaml:5:5 services.game.stopGracePeriod: is not a setting here, did you mean stop_grace_period?",
    ],
    [
      inService,
      "enviroment: {}",
      "game.yaml:5:5 services.game.enviroment: is not a setting here, did you mean environment?",
    ],
    [inService, "Image2: x", "game.yaml:5:5 services.game.Image2: is not a setting here, did you mean image?"],
    [
      inService,
      "healthCheck: {}",
      "game.yaml:5:5 services.game.healthCheck: is not a setting here, did you mean healthcheck?",
    ],
    [
      inVolume,
      "enforceOwner: true",
      "game.yaml:8:5 volumes.world.enforceOwner: is not a setting here, did you mean enforce_owner?",
    ],
    [inBase, "domian: x.org", "base.yaml:4:1 domian: is not a setting here, did you mean domain?"],
    [
      inContainer,
      "idle: {afterMinutes: 5}",
      "game.yaml:5:8 idle.afterMinutes: is not a setting here: allowed are after, packets_per_minute, count",
    ],
    [
      inContainer,
      "constructor: 5",
      "game.yaml:5:1 constructor: is not a setting here: allowed are instance_types, availability_zone, services, volumes, mode, deploy, startup_timeout, idle, limit, crash_loop, wake, srv, disk, ipv6, ami, retired",
    ],
    [
      inContainer,
      "limit: {hasOwnProperty: 5}",
      "game.yaml:5:9 limit.hasOwnProperty: is not a setting here: allowed are per_session, per_day, per_month, traffic_per_day, traffic_per_month, stop",
    ],
  ])("is answered with the nearest one, or with all: %#", (where, yaml, line) => {
    expect(problemsOf(where(yaml))).toEqual([`configs/${line}`]);
  });

  test("stands on a line of its own when there are several, each at its key", () => {
    expect(problemsOf(inContainer("idle:\n  aftr: 5m\n  packets: 5\n  after: 5m\nami2: x"))).toEqual([
      "configs/game.yaml:6:3 idle.aftr: is not a setting here, did you mean after?",
      "configs/game.yaml:7:3 idle.packets: is not a setting here: allowed are after, packets_per_minute, count",
      "configs/game.yaml:9:1 ami2: is not a setting here, did you mean ami?",
    ]);
  });
});

test.each([
  ["perSession", ", did you mean per_session?"],
  ["per-session", ", did you mean per_session?"],
  ["Per Session", ", did you mean per_session?"],
  ["per_sesion", ", did you mean per_session?"],
  ["tyy", ", did you mean tty?"],
  ["tx", ""],
  ["something", ""],
])("%s suggests%s", (word, suggestion) => {
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
