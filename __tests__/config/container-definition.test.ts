import { containerDefinition } from "../../src/config/compose/container-definition";
import type { ServiceConfig } from "../../src/config/compose/service-schema";
import { taskContainers } from "../../src/config/compose/task-containers";

const SPEC: ServiceConfig = {
  image: "example/game:1.0",
  schedule: undefined,
  ofSchedule: [],
  ports: [],
  environment: {},
  mounts: [],
  stopGraceSeconds: 30,
  command: undefined,
  entrypoint: undefined,
  user: undefined,
  workingDirectory: undefined,
  healthcheck: undefined,
  hostname: undefined,
  sharedMemoryMiB: undefined,
  memoryLimitMiB: undefined,
  init: false,
  tty: false,
  stdinOpen: false,
  ulimits: {},
  capabilities: { add: [], drop: [] },
  noNewPrivileges: false,
  devices: [],
  readOnly: false,
  extraHosts: [],
  tmpfs: [],
  sysctls: {},
  labels: {},
  memoryReservationMiB: 128,
  secrets: [],
  restart: "on-failure",
  dependsOn: [],
  configs: [],
  leavesOutPorts: false,
  links: [],
  envFiles: [],
  fromFiles: [],
  permissions: [],
};

/** The JSON form, without undefined values. */
function definition(changes: Partial<ServiceConfig> = {}, secretArnByName: Record<string, string> = {}): unknown {
  const spec = { ...SPEC, ...changes };
  const [container] = taskContainers({ game: spec });
  if (container === undefined) throw new Error("no container");
  const props = {
    container,
    image: spec.image,
    logGroupName: "/games/valheim",
    logRegion: "us-west-2",
    secretArnByName,
  };
  return JSON.parse(JSON.stringify(containerDefinition(props)));
}

const PLAIN = {
  name: "game",
  image: "example/game:1.0",
  versionConsistency: "disabled",
  essential: true,
  cpu: 0,
  memoryReservation: 128,
  portMappings: [],
  environment: [],
  mountPoints: [],
  volumesFrom: [],
  systemControls: [],
  stopTimeout: 30,
  logConfiguration: {
    logDriver: "awslogs",
    options: {
      "awslogs-group": "/games/valheim",
      "awslogs-region": "us-west-2",
      "awslogs-stream-prefix": "game",
      mode: "non-blocking",
      "max-buffer-size": "4m",
    },
  },
};

test("a plain container has what ECS fills in itself spelled out, so that a second plan finds no difference", () => {
  expect(definition()).toEqual(PLAIN);
});

const OPTIONS: readonly [string, Partial<ServiceConfig>, Record<string, unknown>][] = [
  [
    "a port of its own number inside",
    { ports: [{ hostPort: 8080, containerPort: 80, count: 1, protocol: "tcp" }] },
    { portMappings: [{ containerPort: 80, hostPort: 8080, protocol: "tcp" }] },
  ],
  [
    "a range of ports as single mappings",
    { ports: [{ hostPort: 2456, containerPort: 3456, count: 3, protocol: "udp" }] },
    {
      portMappings: [
        { containerPort: 3456, hostPort: 2456, protocol: "udp" },
        { containerPort: 3457, hostPort: 2457, protocol: "udp" },
        { containerPort: 3458, hostPort: 2458, protocol: "udp" },
      ],
    },
  ],
  [
    "environment sorted by name, empty values too",
    { environment: { b: "", a: "1", B: "2" } },
    {
      environment: [
        { name: "B", value: "2" },
        { name: "a", value: "1" },
        { name: "b", value: "" },
      ],
    },
  ],
  [
    "a volume's path, read-only or not",
    {
      mounts: [
        { volume: "world", path: "/config", readOnly: false },
        { volume: "mods", path: "/mods", readOnly: true },
      ],
    },
    {
      mountPoints: [
        { sourceVolume: "world", containerPath: "/config", readOnly: false },
        { sourceVolume: "mods", containerPath: "/mods", readOnly: true },
      ],
    },
  ],
  ["no time to stop at all", { stopGraceSeconds: 0 }, { stopTimeout: 0 }],
  ["a command", { command: ["serve", "--port", "1"] }, { command: ["serve", "--port", "1"] }],
  ["an entrypoint", { entrypoint: ["/bin/sh", "-c"] }, { entryPoint: ["/bin/sh", "-c"] }],
  ["an entrypoint taken away", { entrypoint: [] }, { entryPoint: [] }],
  ["a user", { user: "1000:1000" }, { user: "1000:1000" }],
  ["a working directory", { workingDirectory: "/data" }, { workingDirectory: "/data" }],
  [
    "a health check, zeros too",
    {
      healthcheck: {
        test: ["CMD-SHELL", "nc -z localhost 1"],
        intervalSeconds: 30,
        timeoutSeconds: 5,
        retries: 3,
        startPeriodSeconds: 0,
      },
    },
    {
      healthCheck: {
        command: ["CMD-SHELL", "nc -z localhost 1"],
        interval: 30,
        timeout: 5,
        retries: 3,
        startPeriod: 0,
      },
    },
  ],
  ["an init process", { init: true }, { linuxParameters: { initProcessEnabled: true } }],
  ["a terminal", { tty: true }, { pseudoTerminal: true }],
  ["an open input", { stdinOpen: true }, { interactive: true }],
  [
    "ulimits sorted by name, zeros too",
    { ulimits: { nofile: { soft: 1024, hard: 4096 }, core: { soft: 0, hard: 0 } } },
    {
      ulimits: [
        { name: "core", softLimit: 0, hardLimit: 0 },
        { name: "nofile", softLimit: 1024, hardLimit: 4096 },
      ],
    },
  ],
  [
    "capabilities",
    { capabilities: { add: ["SYS_NICE", "NET_ADMIN"], drop: ["ALL"] } },
    { linuxParameters: { capabilities: { add: ["SYS_NICE", "NET_ADMIN"], drop: ["ALL"] } } },
  ],
  ["no new privileges", { noNewPrivileges: true }, { dockerSecurityOptions: ["no-new-privileges"] }],
  [
    "a device",
    { devices: [{ hostPath: "/dev/net/tun", containerPath: "/dev/net/tun", permissions: ["read", "write"] }] },
    {
      linuxParameters: {
        devices: [{ hostPath: "/dev/net/tun", containerPath: "/dev/net/tun", permissions: ["read", "write"] }],
      },
    },
  ],
  ["a file system that can't be written", { readOnly: true }, { readonlyRootFilesystem: true }],
  ["a name of its own", { hostname: "game" }, { hostname: "game" }],
  [
    "lines for /etc/hosts",
    { extraHosts: [{ name: "db.lan", address: "10.0.0.5" }] },
    { extraHosts: [{ hostname: "db.lan", ipAddress: "10.0.0.5" }] },
  ],
  ["shared memory", { sharedMemoryMiB: 256 }, { linuxParameters: { sharedMemorySize: 256 } }],
  [
    "a folder in memory",
    { tmpfs: [{ path: "/tmp", sizeMiB: 64, options: ["noexec"] }] },
    { linuxParameters: { tmpfs: [{ containerPath: "/tmp", size: 64, mountOptions: ["noexec"] }] } },
  ],
  [
    "kernel settings sorted by name",
    { sysctls: { "net.ipv4.tcp_tw_reuse": "1", "net.core.somaxconn": "0" } },
    {
      systemControls: [
        { namespace: "net.core.somaxconn", value: "0" },
        { namespace: "net.ipv4.tcp_tw_reuse", value: "1" },
      ],
    },
  ],
  ["labels", { labels: { "a.b": "" } }, { dockerLabels: { "a.b": "" } }],
  ["a memory limit", { memoryLimitMiB: 2048 }, { memory: 2048 }],
  ["a memory reservation", { memoryReservationMiB: 6 }, { memoryReservation: 6 }],
];

test.each(OPTIONS)("%s changes this and nothing else", (_, changes, expected) => {
  expect(definition(changes)).toEqual({ ...PLAIN, ...expected });
});

test("secrets are references sorted by name, no values", () => {
  expect(definition({}, { TOKEN: "arn:token", DB_URL: "arn:db" })).toEqual({
    ...PLAIN,
    secrets: [
      { name: "DB_URL", valueFrom: "arn:db" },
      { name: "TOKEN", valueFrom: "arn:token" },
    ],
  });
});

test("the order in which a person writes variables does not make a new revision", () => {
  expect(definition({ environment: { a: "1", b: "2" } })).toEqual(definition({ environment: { b: "2", a: "1" } }));
});
