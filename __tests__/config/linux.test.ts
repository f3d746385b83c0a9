import { inService, problemsOf, refused, service } from "./written";

const problems = (yaml: string): string[] => problemsOf(inService(yaml));

describe("healthcheck", () => {
  test.each([
    ["curl localhost", ["CMD-SHELL", "curl localhost"]],
    ["[CMD, /healthy.sh, x]", ["CMD", "/healthy.sh", "x"]],
    ["[CMD-SHELL, 'a || b']", ["CMD-SHELL", "a || b"]],
  ])("tests %s with ECS's own defaults", (test, words) => {
    expect(service(`healthcheck: {test: ${test}}`).healthcheck).toEqual({
      test: words,
      intervalSeconds: 30,
      timeoutSeconds: 5,
      retries: 3,
      startPeriodSeconds: 0,
    });
  });

  test.each([
    ["0s", 0],
    ["5m", 300],
  ])("takes a start_period of %s", (written, seconds) => {
    expect(service(`healthcheck: {test: x, start_period: ${written}}`).healthcheck?.startPeriodSeconds).toBe(seconds);
  });

  const form = 'must begin with "CMD" or "CMD-SHELL" and go on with a command, or be ["NONE"]';
  refused([
    [
      "healthcheck: {}",
      '5:5 services.game.healthcheck.test: is missing: write a list like ["CMD", "/healthy.sh"], or one line for the shell',
    ],
    ["healthcheck: {test: [CMD]}", `5:25 services.game.healthcheck.test: ${form}`],
    ["healthcheck: {test: [curl, x]}", `5:25 services.game.healthcheck.test: ${form}`],
    ["healthcheck: {test: []}", `5:25 services.game.healthcheck.test: ${form}`],
    [
      "healthcheck: {test: 5}",
      '5:25 services.game.healthcheck.test: must be a list like ["CMD", "/healthy.sh"], or one line for the shell, got the number 5',
    ],
    [
      "healthcheck: {test: x, start_period: 301s}",
      "5:42 services.game.healthcheck.start_period: must be from 0s to 5m, got 301s",
    ],
    [
      "healthcheck: {test: x, interval: 500ms}",
      '5:38 services.game.healthcheck.interval: must be a duration from 5s to 5m like 90s, 15m, 1h30m or 30d, got "500ms"',
    ],
  ]);
});

describe("ulimits", () => {
  test("are one number, or two", () => {
    expect(
      service(
        "ulimits: {nofile: 65535, memlock: -1, core: 0, nproc: {soft: 1024, hard: 2048}, stack: {soft: 1, hard: -1}}",
      ).ulimits,
    ).toEqual({
      nofile: { soft: 65535, hard: 65535 },
      memlock: { soft: -1, hard: -1 },
      core: { soft: 0, hard: 0 },
      nproc: { soft: 1024, hard: 2048 },
      stack: { soft: 1, hard: -1 },
    });
  });

  const names =
    "core, cpu, data, fsize, locks, memlock, msgqueue, nice, nofile, nproc, rss, rtprio, rttime, sigpending, stack";
  refused([
    ["ulimits: {nofiles: 1}", `5:15 services.game.ulimits.nofiles: must be one of ${names}, got "nofiles"`],
    ["ulimits: {files: 1}", `5:15 services.game.ulimits.files: must be one of ${names}, got "files"`],
    [
      'ulimits: {nofile: "65535"}',
      '5:23 services.game.ulimits.nofile: must be a whole number, or {soft: 1024, hard: 65535}, got "65535"',
    ],
    [
      "ulimits: {nofile: {soft: 1}}",
      "5:15 services.game.ulimits.nofile.hard: is missing: write a whole number from -1 to 2147483647",
    ],
    [
      'ulimits: {nofile: {soft: 1, hard: "2"}}',
      "5:39 services.game.ulimits.nofile.hard: must be a number: write 2 without quotes",
    ],
    [
      "ulimits: {nofile: {soft: 2, hard: 1}}",
      "5:23 services.game.ulimits.nofile: the soft limit 2 is above the hard limit 1: the hard one must be the larger",
    ],
    [
      "ulimits: {nofile: {soft: -1, hard: 1}}",
      "5:23 services.game.ulimits.nofile: the soft limit -1 is above the hard limit 1: the hard one must be the larger",
    ],
    ["ulimits: [nofile]", "5:14 services.game.ulimits: must be a mapping (key: value lines), got a list"],
  ]);
});

describe("cap_add", () => {
  test("takes capabilities in either case, with or without CAP_", () => {
    expect(service("cap_add: [SYS_NICE, net_admin, CAP_IPC_LOCK]").capabilities.add).toEqual([
      "SYS_NICE",
      "NET_ADMIN",
      "IPC_LOCK",
    ]);
  });

  test.each([
    "ALL",
    "sys_admin",
    "CAP_SYS_MODULE",
    "SYS_RAWIO",
    "SYS_BOOT",
    "DAC_READ_SEARCH",
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "SYSLOG",
  ])("refuses %s, which is the whole host", (name) => {
    expect(problems(`cap_add: [${name}]`)).toEqual([
      `configs/game.yaml:5:15 services.game.cap_add.0: ${name.toUpperCase().replace("CAP_", "")} lets the container take over the host: name the smaller capability it needs`,
    ]);
  });

  refused([
    ["cap_add: SYS_NICE", '5:14 services.game.cap_add: must be a list: write ["SYS_NICE"]'],
    ["cap_add: [SYS_NISE]", "5:15 services.game.cap_add.0: is not a capability ECS can add, did you mean SYS_NICE?"],
    ["cap_add: [NetAdmin]", "5:15 services.game.cap_add.0: is not a capability ECS can add, did you mean NET_ADMIN?"],
    ["cap_add: [FLY]", "5:15 services.game.cap_add.0: is not a capability ECS can add"],
    ["cap_add: [5]", "5:15 services.game.cap_add.0: must be a capability like SYS_NICE, got the number 5"],
  ]);
});

describe("tmpfs", () => {
  test.each([
    ["/run:size=64m", [{ path: "/run", sizeMiB: 64, options: [] }]],
    [
      "['/run:size=1g,noexec,mode=1777', '/tmp:nosuid,size=1m']",
      [
        { path: "/run", sizeMiB: 1_024, options: ["noexec", "mode=1777"] },
        { path: "/tmp", sizeMiB: 1, options: ["nosuid"] },
      ],
    ],
  ])("reads %s", (yaml, entries) => {
    expect(service(`tmpfs: ${yaml}`).tmpfs).toEqual(entries);
  });

  refused([
    ["tmpfs: /run", '5:12 services.game.tmpfs: needs a size in memory from 1m to 64g, like "/run:size=64m"'],
    [
      "tmpfs: ['/run:size=65g']",
      '5:13 services.game.tmpfs.0: needs a size in memory from 1m to 64g, like "/run:size=64m"',
    ],
    [
      "tmpfs: ['/run:size=67108864']",
      '5:13 services.game.tmpfs.0: needs a size in memory from 1m to 64g, like "/run:size=64m"',
    ],
    ["tmpfs: ['run:size=1m']", '5:13 services.game.tmpfs.0: must begin with an absolute path, like "/run:size=64m"'],
    [
      "tmpfs: ['/run:size=1m,noexek']",
      "5:13 services.game.tmpfs.0: noexek is not a mount option ECS knows, did you mean noexec?",
    ],
    [
      "tmpfs: 5",
      '5:12 services.game.tmpfs: must be a list like ["/run:size=64m"], or one such entry, got the number 5',
    ],
    [
      "tmpfs: [{target: /run}]",
      '5:13 services.game.tmpfs.0: must be a path and a size in memory like "/run:size=64m", got a mapping',
    ],
  ]);
});

describe("sysctls and labels", () => {
  test("are mappings or lists", () => {
    expect(service("sysctls: {net.core.somaxconn: 1024}\nlabels: [a.b=c, d=]")).toMatchObject({
      sysctls: { "net.core.somaxconn": "1024" },
      labels: { "a.b": "c", d: "" },
    });
    expect(service("sysctls: [kernel.shmmax=1, fs.mqueue.msg_max=2]\nlabels: {a: true}")).toMatchObject({
      sysctls: { "kernel.shmmax": "1", "fs.mqueue.msg_max": "2" },
      labels: { a: "true" },
    });
  });

  refused([
    [
      "sysctls: {vm.swappiness: 1}",
      '5:15 services.game.sysctls.vm.swappiness: must be a kernel parameter of the container\'s own, like net.core.somaxconn, got "vm.swappiness"',
    ],
    [
      "sysctls: [kernel.panic=1]",
      '5:15 services.game.sysctls.0: must be a kernel parameter of the container\'s own, like net.core.somaxconn, got "kernel.panic"',
    ],
    ["labels: [a]", "5:14 services.game.labels.0: has no value: write one"],
    ["labels: {a: }", "5:17 services.game.labels.a: has no value: write one"],
    ["labels: {a b: c}", '5:14 services.game.labels."a b": must be the name of a label, got "a b"'],
  ]);
});
