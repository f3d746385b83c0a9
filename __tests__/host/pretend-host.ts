import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { userData, type UserDataProps } from "../../src/host/user-data";

export const fixture = (name: string) => readFileSync(join(__dirname, "fixtures", name), "utf8");

export const valheim: UserDataProps = {
  region: "us-west-2",
  clusterName: "games-valheim-cluster",
  metricNamespace: "WakeOnDns/games",
  containerName: "valheim",
  ports: [
    { hostPort: 2456, protocol: "udp" },
    { hostPort: 2457, protocol: "udp" },
  ],
  countedPorts: undefined,
  configs: [],
  count: "published_ports",
  ipv6: false,
  stopGraceSeconds: 120,
  stops: [{ service: "valheim", graceSeconds: 120, after: [] }],
  images: ["ghcr.io/community-valheim-tools/valheim-server:1.4.0"],
};

/** The scripts are for a Linux host: elsewhere the tools they use differ. */
export const describeOnLinux = process.platform === "linux" ? describe : describe.skip;

interface Call {
  readonly command: string;
  readonly input: string;
  readonly args: readonly string[];
}

/** A folder that stands for the host's disk, and commands that stand for those of the host. */
export class PretendHost {
  readonly #folder = mkdtempSync(join(tmpdir(), "pretend-host-"));
  readonly root = join(this.#folder, "disk");
  readonly #state = join(this.#folder, "state");
  readonly #commands = join(this.#folder, "bin");

  constructor(readonly props: UserDataProps = valheim) {
    for (const folder of [this.root, this.#state, this.#commands]) mkdirSync(folder);
    for (const name of ["iptables", "ip6tables", "systemctl", "sysctl", "curl", "docker", "date", "sleep"])
      cpSync(join(__dirname, "fixtures", "command.sh"), join(this.#commands, name));
    for (const chain of ["INPUT", "OUTPUT"]) this.state(`ip6tables.${chain}`, "");
  }

  /** What the pretended commands know. */
  state(name: string, text: string | undefined): void {
    if (text === undefined) rmSync(join(this.#state, name), { force: true });
    else writeFileSync(join(this.#state, name), text);
  }

  read(name: string): string {
    const path = join(this.#state, name);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }

  rules(chain: string): string[] {
    return this.read(chain).split("\n").filter(Boolean);
  }

  calls(command: string): Call[] {
    const calls = this.read("calls").split("\x1e").slice(0, -1);
    return calls
      .map((call) => call.split("\x1f").slice(0, -1))
      .map(([name = "", input = "", ...args]) => ({ command: name, input, args }))
      .filter((call) => call.command === command);
  }

  /** Runs the boot script as cloud-init does. */
  boot() {
    const script = join(this.#folder, "user-data");
    writeFileSync(script, userData(this.props, this.root));
    return this.#run("bash", [script]);
  }

  /** Runs what systemd would run to start or stop a service. */
  service(name: string, action: "ExecStart" | "ExecStop") {
    const unit = this.file(`etc/systemd/system/${name}`);
    const setting = (key: string) => new RegExp(`^${key}=-?(.*)$`, "m").exec(unit)?.[1];
    const settings = readFileSync(setting("EnvironmentFile") ?? "/dev/null", "utf8").matchAll(/^(\w+)='?(.*?)'?$/gm);
    const runtime = join(this.root, "run", setting("RuntimeDirectory") ?? "none");
    mkdirSync(runtime, { recursive: true });
    const environment = Object.fromEntries([...settings].map(([, key = "", value = ""]) => [key, value]));
    const [command = "", ...args] = (setting(action) ?? "").split(" ");
    return this.#run(command, args, { ...environment, RUNTIME_DIRECTORY: runtime });
  }

  file(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  /** All files on the disk. */
  files(): Record<string, string> {
    const entries = readdirSync(this.root, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return Object.fromEntries(paths.sort().map((path) => [path.slice(this.root.length), readFileSync(path, "utf8")]));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #run(command: string, args: readonly string[], environment: Record<string, string> = {}) {
    const env = { ...environment, PATH: `${this.#commands}:/usr/sbin:/usr/bin:/bin`, STATE: this.#state };
    const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: "utf8" });
    return { status, log: stdout + stderr };
  }
}
