import { restartsWhenDone } from "../../src/config/compose/service-schema";
import { BASE, DOLLAR, inService, problemsOf, refused, service, reports } from "./written";

const problems = (yaml: string): string[] => problemsOf(inService(yaml));

test("needs an image, ports and volumes; the rest has defaults", () => {
  expect(service("ports: []\nvolumes: []")).toEqual({
    image: "example/game:1.0",
    ports: [],
    environment: {},
    secrets: [],
    mounts: [],
    configs: [],
    dependsOn: [],
    links: [],
    leavesOutPorts: false,
    stopGraceSeconds: 120,
    restart: "on-failure",
    command: undefined,
    entrypoint: undefined,
    user: undefined,
    workingDirectory: undefined,
    healthcheck: undefined,
    init: false,
    tty: false,
    stdinOpen: false,
    ulimits: {},
    capabilities: { add: [], drop: [] },
    noNewPrivileges: false,
    devices: [],
    readOnly: false,
    hostname: undefined,
    extraHosts: [],
    envFiles: [],
    fromFiles: [],
    schedule: undefined,
    ofSchedule: [],
    permissions: [],
    sharedMemoryMiB: undefined,
    tmpfs: [],
    sysctls: {},
    labels: {},
    memoryLimitMiB: undefined,
    memoryReservationMiB: 128,
  });
});

describe("what a service cannot do without", () => {
  test("is missed at the service's name, with what it costs to have none", () => {
    const game = "instance_types: [m7a.large]\nservices:\n  game:\n    tty: true\n";
    expect(problemsOf({ "base.yaml": BASE, "game.yaml": game })).toEqual(
      reports([
        "configs/game.yaml:3:3 services.game.image: is missing … itzg/minecraft-server:2026.1.0",
        'configs/game.yaml:3:3 services.game.volumes: is missing … "world:/config"',
        'configs/game.yaml:3:3 services.game.ports: is missing … "2456/udp"',
      ]),
    );
  });

  test("is not said by a key alone", () => {
    expect(problems("ports:\nvolumes:")).toEqual(
      reports([
        'configs/game.yaml:5:11 services.game.ports: has no value … "2456/udp"',
        'configs/game.yaml:6:13 services.game.volumes: has no value … "world:/config"',
      ]),
    );
  });

  test("is what it should be when it is something else", () => {
    expect(problems("ports: 80\nvolumes: {}")).toEqual(
      reports([
        'configs/game.yaml:5:12 services.game.ports: "2456/udp" … got the number 80',
        'configs/game.yaml:6:14 services.game.volumes: "world:/config" … got a mapping',
      ]),
    );
  });
});

describe("image", () => {
  const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
  const withImage = (image: string) => ({
    "base.yaml": BASE,
    "game.yaml": `instance_types: [m7a.large]\nservices: {game: {image: ${image}, ports: [], volumes: []}}\n`,
  });

  test.each([
    "redis:7",
    "itzg/minecraft-server:2026.1.0-java21",
    "ghcr.io/a/b_c/d-e.f:V1",
    "host:5000/x:1",
    `redis@${digest}`,
    `redis:latest@${digest}`,
  ])("takes %s", (image) => {
    expect(problemsOf(withImage(`"${image}"`))).toEqual([]);
  });

  const bare = "itzg/minecraft-server:2026.1.0";
  test.each([
    ["redis", bare],
    ["ghcr.io/a/b", bare],
    ['"host:5000/x"', bare],
    ['"redis:latest"', "sha256"],
    ['"Redis:7"', 'itzg/minecraft-server:2026.1.0 … got "Redis:7"'],
    ['"redis:"', 'itzg/minecraft-server:2026.1.0 … got "redis:"'],
    ['"redis: 7"', 'itzg/minecraft-server:2026.1.0 … got "redis: 7"'],
    ['"redis@sha256:12"', 'itzg/minecraft-server:2026.1.0 … got "redis@sha256:12"'],
    ['"https://ghcr.io/a/b:1"', 'itzg/minecraft-server:2026.1.0 … got "https://ghcr.io/a/b:1"'],
    ['""', 'itzg/minecraft-server:2026.1.0 … got ""'],
    ["7", "itzg/minecraft-server:2026.1.0 … got the number 7"],
    ['"redis:${TAG}"', DOLLAR],
  ])("refuses %s", (image, message) => {
    expect(problemsOf(withImage(image))).toEqual(reports([`configs/game.yaml:2:26 services.game.image: ${message}`]));
  });

  const moving =
    "Stable LTS release main master nightly edge dev snapshot stable-alpine prerelease weekly staging lts-jdk17 2.0-SNAPSHOT java21-latest";
  test.each(moving.split(" "))("refuses the tag %s, which moves", (tag) => {
    const message = `${tag} … exact tag`;
    expect(problemsOf(withImage(`redis:${tag}`))).toEqual(
      reports([`configs/game.yaml:2:26 services.game.image: ${message}`]),
    );
  });

  const fixed =
    "stable-1.2.3 release-2.0 1.4-stable edgeos-3 v1.27.3-alpine maintenance-4 5-alpine java21 stable-9753 RELEASE.2024-05-10T01-41-38Z nightly-2024-05-01 main-3f2a9c1 beta-123";
  test.each(fixed.split(" "))("takes the tag %s", (tag) => {
    expect(problemsOf(withImage(`redis:${tag}`))).toEqual([]);
  });
});

describe.each(["command", "entrypoint"] as const)("%s", (field) => {
  test.each([
    ["[java, -jar, 'a b.jar', '']", ["java", "-jar", "a b.jar", ""]],
    ["java -Xmx4G -jar server.jar", ["java", "-Xmx4G", "-jar", "server.jar"]],
    [`'sh -c "echo $$HOME" ''a b'' c\\ d x"y z"'`, ["sh", "-c", "echo $HOME", "a b", "c d", "xy z"]],
    [`'say "a \\"b\\" \\\\ \\n" \\"'`, ["say", 'a "b" \\ \\n', '"']],
    ["ls *.jar {a,b} a=b a#b ~ !x", ["ls", "*.jar", "{a,b}", "a=b", "a#b", "~", "!x"]],
    [`'""'`, [""]],
    [`'["$$A"]'`, ["[$A]"]],
  ])("reads %s", (yaml, words) => {
    expect(service(`${field}: ${yaml}`)[field]).toEqual(words);
  });

  const at = `5:${7 + field.length} services.game.${field}`;
  const plain = '"sh" … "-c" … "…"';
  refused([
    [`${field}: []`, `${at}: is empty: write at least one`],
    [`${field}: ""`, `${at}: ${plain}`],
    [`${field}: a | b`, `${at}: ${plain}`],
    [`${field}: a && b`, `${at}: ${plain}`],
    [`${field}: a; b`, `${at}: ${plain}`],
    [`${field}: a > b`, `${at}: ${plain}`],
    [`${field}: say "hello`, `${at}: ${plain}`],
    [`${field}: don't`, `${at}: ${plain}`],
    [`${field}: echo $HOME`, `${at}: ${DOLLAR}`],
    [
      `${field}: {a: b}`,
      `${at}: must be a list of words like ["java", "-jar", "server.jar"], or one line, got a mapping`,
    ],
    [
      `${field}: 5`,
      `${at}: must be a list of words like ["java", "-jar", "server.jar"], or one line, got the number 5`,
    ],
  ]);

  test("shows which word is not text", () => {
    expect(problems(`${field}: [a, 5, {b: c}]`)).toEqual(
      reports([
        `configs/game.yaml:5:${11 + field.length} services.game.${field}.1: text … "5"`,
        `configs/game.yaml:5:${14 + field.length} services.game.${field}.2: must be text, got a mapping`,
      ]),
    );
  });
});

describe("user and working_dir", () => {
  test.each([
    ["user", "steam"],
    ["user", '"1000:1000"'],
    ["user", "a.b-c:d_e"],
  ])("takes %s: %s", (_, user) => {
    expect(service(`user: ${user}`).user).toBe(user.replaceAll('"', ""));
  });

  test("takes a path", () => {
    expect(service("working_dir: /srv/a b").workingDirectory).toBe("/srv/a b");
  });

  refused([
    ["user: 1000", '5:11 services.game.user: "1000"'],
    ["user: a b", '5:11 services.game.user: "1000:1000" … got "a b"'],
    ["user: a:b:c", '5:11 services.game.user: "1000:1000" … got "a:b:c"'],
    ["working_dir: srv", '5:18 services.game.working_dir: absolute path … got "srv"'],
  ]);
});

describe("switches", () => {
  test("are off unless they are on", () => {
    expect(service("init: true\ntty: true\nstdin_open: true")).toMatchObject({
      init: true,
      tty: true,
      stdinOpen: true,
    });
    expect(service("init: false\ntty: false\nstdin_open: false")).toMatchObject({
      init: false,
      tty: false,
      stdinOpen: false,
    });
  });

  refused([
    ["init: on", '5:11 services.game.init: true or false … got "on"'],
    ["tty: 1", "5:10 services.game.tty: true or false … got the number 1"],
    ["stdin_open:", "5:16 services.game.stdin_open: has no value … false"],
  ]);
});

describe("memory", () => {
  test("that is limited is reserved, where no reservation is written", () => {
    expect(service("mem_limit: 64m")).toMatchObject({ memoryLimitMiB: 64, memoryReservationMiB: undefined });
  });

  test("may have one limit and reservation", () => {
    expect(service("mem_limit: 1g\nmem_reservation: 1024m")).toMatchObject({
      memoryLimitMiB: 1_024,
      memoryReservationMiB: 1_024,
    });
  });

  refused([
    [
      "mem_limit: 1023m\nmem_reservation: 1g",
      "5:16 services.game.mem_limit: mem_reservation … 1024m … mem_reservation",
    ],
  ]);
});

describe("restart", () => {
  const restart = (written: string): string => service(`ports: []\nvolumes: []\nrestart: ${written}`).restart;

  test.each(["no", '"no"', "always", "on-failure", "on-failure:3", "unless-stopped"])(
    "takes %s, as Compose does",
    (word) => {
      expect(restart(word)).toBe(word.replaceAll('"', ""));
    },
  );

  test("is the word, not what YAML once took for it", () => {
    expect(problems("restart: false")).toEqual(
      reports(["configs/game.yaml:5:14 services.game.restart: no … got false"]),
    );
    expect(problems("restart: never")).toEqual(
      reports(['configs/game.yaml:5:14 services.game.restart: no … got "never"']),
    );
  });

  test.each([
    ["no", false],
    ["on-failure:3", false],
    ["always", true],
    ["unless-stopped", true],
  ])("%s: starts again after exit code 0: %s", (word, restarts) => {
    expect(restartsWhenDone(service(`ports: []\nvolumes: []\nrestart: ${word}`))).toBe(restarts);
  });
});
