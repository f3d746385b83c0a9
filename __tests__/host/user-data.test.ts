import { spawnSync } from "node:child_process";
import { userData, type PublishedPort } from "../../src/host/user-data";
import { valheim } from "./pretend-host";

const udp = (...ports: number[]): PublishedPort[] => ports.map((hostPort) => ({ hostPort, protocol: "udp" }));
const tcp = (...ports: number[]): PublishedPort[] => ports.map((hostPort) => ({ hostPort, protocol: "tcp" }));
const worst = {
  ...valheim,
  clusterName: "x".repeat(50),
  containerName: "x".repeat(20),
  ports: Array.from({ length: 100 }, (_, i) => ({ hostPort: 40000 + 2 * i, protocol: i % 2 ? "udp" : "tcp" }) as const),
  count: "all_traffic",
  ipv6: true,
} as const;
const boots = { valheim: userData(valheim), "a hundred scattered ports": userData(worst) };
const portsIn = (ports: readonly PublishedPort[]) => /^PORTS='(.*)'$/m.exec(userData({ ...valheim, ports }))?.[1];

describe.each(Object.entries(boots))("the boot script for %s", (_, script) => {
  it("starts as a script, has no tab, carriage return or foreign letter and no line without end", () => {
    expect(script).toMatch(/^#!\/bin\/bash\n[\n\x20-\x7e]*\n$/);
  });

  it("is correct bash", () => {
    expect(spawnSync("bash", ["-n"], { input: script, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  });

  it("ends each file where the file ends", () => {
    const files = [...script.matchAll(/<<'EOF'$/gm)].length;
    expect([...script.matchAll(/^EOF$/gm)]).toHaveLength(files);
    expect([...script.matchAll(/EOF/g)]).toHaveLength(2 * files);
  });
});

describe("the boot script", () => {
  it("leaves room for 8 KiB of files in the 16 KiB that EC2 takes, unless ports are scattered", () => {
    expect(Buffer.byteLength(boots.valheim)).toBeLessThan(8192);
    expect(Buffer.byteLength(boots["a hundred scattered ports"])).toBeLessThan(9000);
  });

  it("counts players on the counted ports, and reserves all that are published", () => {
    const script = userData({ ...valheim, ports: [...udp(2456, 2457), ...tcp(8080)], countedPorts: [2456] });
    expect(script).toContain("\nPORTS='udp:2456'\nOTHER_PORTS='tcp:8080 udp:2457'\n");
  });

  it("merges neighbouring ports of one protocol, whatever their order", () => {
    const ports = [...udp(2457, 9000, 2456), ...tcp(2458, 80, 81, 82), ...udp(2456)];
    expect(portsIn(ports)).toBe("tcp:80:82 tcp:2458 udp:2456:2457 udp:9000");
    expect(userData({ ...valheim, ports: [...ports].reverse() })).toBe(userData({ ...valheim, ports }));
  });

  it("accepts a container without ports", () => {
    expect(portsIn([])).toBe("");
  });

  it("writes below its root only", () => {
    const script = userData({ ...valheim, ports: udp(40000) }, "/root-of-test");
    const paths = [...script.matchAll(/^(?:folder=|.*> ?)'?(\/[^\s']+)/gm)].map(([, path]) => path);
    expect(new Set(paths.filter((path) => !path?.startsWith("/dev/")).map((path) => path?.split("/")[1]))).toEqual(
      new Set(["root-of-test"]),
    );
    expect(paths.filter((path) => path?.startsWith("/root"))).toHaveLength(3);
    expect(script).not.toMatch(/^file \//m);
  });

  it("lets the longest grace period decide how long a shutdown may take", () => {
    const script = userData({ ...valheim, stopGraceSeconds: 900 });
    expect(script).toContain("\nECS_CONTAINER_STOP_TIMEOUT=900s\n");
    expect(script).toContain("\nSTOP_GRACE_SECONDS=900\n");
    expect(script).toContain("\nTimeoutStopSec=960\n");
  });
});
