import { inService, problemsOf, refused, service, reports } from "./written";

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

  refused([
    ["healthcheck: {}", '5:5 services.game.healthcheck.test: is missing … "CMD" … "/healthy.sh"'],
    ["healthcheck: {test: [CMD]}", '5:25 services.game.healthcheck.test: "CMD" … "CMD-SHELL" … "NONE"'],
    ["healthcheck: {test: [curl, x]}", '5:25 services.game.healthcheck.test: "CMD" … "CMD-SHELL" … "NONE"'],
    ["healthcheck: {test: []}", '5:25 services.game.healthcheck.test: "CMD" … "CMD-SHELL" … "NONE"'],
    ["healthcheck: {test: 5}", '5:25 services.game.healthcheck.test: "CMD" … "/healthy.sh" … got the number 5'],
    ["healthcheck: {test: x, start_period: 301s}", "5:42 services.game.healthcheck.start_period: 0s … 5m … got 301s"],
    ["healthcheck: {test: x, interval: 500ms}", '5:38 services.game.healthcheck.interval: 5s … 5m … got "500ms"'],
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

  refused([
    ["ulimits: {nofiles: 1}", '5:15 services.game.ulimits.nofiles: core … got "nofiles"'],
    ["ulimits: {files: 1}", '5:15 services.game.ulimits.files: core … got "files"'],
    ['ulimits: {nofile: "65535"}', '5:23 services.game.ulimits.nofile: 1024 … 65535 … got "65535"'],
    ["ulimits: {nofile: {soft: 1}}", "5:15 services.game.ulimits.nofile.hard: is missing … 2147483647"],
    ['ulimits: {nofile: {soft: 1, hard: "2"}}', "5:39 services.game.ulimits.nofile.hard: number … quotes"],
    ["ulimits: {nofile: {soft: 2, hard: 1}}", "5:23 services.game.ulimits.nofile: limit … above"],
    ["ulimits: {nofile: {soft: -1, hard: 1}}", "5:23 services.game.ulimits.nofile: limit … above"],
    ["ulimits: [nofile]", "5:14 services.game.ulimits: mapping (key: value lines) … got a list"],
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
    expect(problems(`cap_add: [${name}]`)).toEqual(
      reports([
        `configs/game.yaml:5:15 services.game.cap_add.0: ${name.toUpperCase().replace("CAP_", "")} … not supported`,
      ]),
    );
  });

  refused([
    ["cap_add: SYS_NICE", '5:14 services.game.cap_add: "SYS_NICE"'],
    ["cap_add: [SYS_NISE]", "5:15 services.game.cap_add.0: did you mean SYS_NICE?"],
    ["cap_add: [NetAdmin]", "5:15 services.game.cap_add.0: did you mean NET_ADMIN?"],
    ["cap_add: [FLY]", "5:15 services.game.cap_add.0: ECS"],
    ["cap_add: [5]", "5:15 services.game.cap_add.0: SYS_NICE … got the number 5"],
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
    ["tmpfs: /run", '5:12 services.game.tmpfs: 1m … 64g … "/run:size=64m"'],
    ["tmpfs: ['/run:size=65g']", '5:13 services.game.tmpfs.0: 1m … 64g … "/run:size=64m"'],
    ["tmpfs: ['/run:size=67108864']", '5:13 services.game.tmpfs.0: 1m … 64g … "/run:size=64m"'],
    ["tmpfs: ['run:size=1m']", '5:13 services.game.tmpfs.0: "/run:size=64m"'],
    ["tmpfs: ['/run:size=1m,noexek']", "5:13 services.game.tmpfs.0: did you mean noexec?"],
    ["tmpfs: 5", '5:12 services.game.tmpfs: "/run:size=64m" … got the number 5'],
    ["tmpfs: [{target: /run}]", '5:13 services.game.tmpfs.0: "/run:size=64m" … got a mapping'],
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
      '5:15 services.game.sysctls.vm.swappiness: kernel parameter that can be set per container … got "vm.swappiness"',
    ],
    [
      "sysctls: [kernel.panic=1]",
      '5:15 services.game.sysctls.0: kernel parameter that can be set per container … got "kernel.panic"',
    ],
    ["labels: [a]", "5:14 services.game.labels.0: has no value … NAME"],
    ["labels: {a: }", "5:17 services.game.labels.a: has no value … NAME"],
    ["labels: {a b: c}", '5:14 services.game.labels."a b": name of a label … got "a b"'],
  ]);
});
