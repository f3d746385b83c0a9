import firewall from "./firewall.sh";
import imagePull from "./image-pull.sh";
import metadata from "./metadata.sh";
import packets from "./packets.sh";
import stopContainers from "./stop-containers.sh";
import termination from "./termination.sh";
import { portRanges, type PublishedPort } from "./ports";
import { units } from "./units";

export type { PublishedPort } from "./ports";

/** Values in the boot script. Names consist of letters, digits, hyphens and slashes. */
export interface UserDataProps {
  /** Home region, like us-west-2: the host publishes its metric there. */
  readonly region: string;
  /** ECS cluster to join. */
  readonly clusterName: string;
  /** CloudWatch namespace of the metrics Packets, ReceivedBytes and SentBytes, like WakeOnDns/games. */
  readonly metricNamespace: string;
  /** Value of the metrics' only dimension, Container. */
  readonly containerName: string;
  /**
   * Published ports. ECS allows 100 on a host, its own reserved ones included:
   * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
   */
  readonly ports: readonly PublishedPort[];
  /** Host ports on which players count; undefined is all of them. */
  readonly countedPorts: readonly number[] | undefined;
  /** What Packets counts: packets of connections to the published ports, or all that containers receive. */
  readonly count: "published_ports" | "all_traffic";
  /** True: counts IPv6, too. */
  readonly ipv6: boolean;
  /** How long the containers may take to stop, one after the other where their services depend on each other. */
  readonly stopGraceSeconds: number;
  /** Of each service its grace, and the services that stop before it does. */
  readonly stops: readonly {
    readonly service: string;
    readonly graceSeconds: number;
    readonly after: readonly string[];
  }[];
  /** Files that containers see, as CONFIGS_FOLDER/<name>. */
  readonly configs: readonly { readonly name: string; readonly content: string }[];
  /** Images to pull before the ECS agent does; they need no login. */
  readonly images: readonly string[];
}

/** Where the host keeps the files of `configs`. */
export const CONFIGS_FOLDER = "/opt/wake-on-dns/configs";

/**
 * The script of a host's first boot, as plain text. It configures the ECS agent, which starts afterwards, and installs
 * scripts and units for every boot: firewall rules, publishing metrics, and stopping containers at shutdown and before a
 * termination that keeper does not handle. EC2 allows at most 16 KB:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html
 *
 * @param root prefix of every path, for tests
 */
export function userData(props: UserDataProps, root = ""): string {
  const scripts = `${root}/opt/wake-on-dns`;
  const settings = `${root}/etc/wake-on-dns.conf`;
  const systemd = units({ scripts, settings, stopGraceSeconds: props.stopGraceSeconds });
  const shell = {
    "firewall.sh": firewall,
    "image-pull.sh": imagePull,
    "metadata.sh": metadata,
    "packets.sh": packets,
    "stop-containers.sh": stopContainers,
    "termination.sh": termination,
  };

  return [
    "#!/bin/bash\nset -euo pipefail",
    // Writes a whole file, so that a second run changes nothing.
    'file() { install -D -m 644 /dev/stdin "$folder/$1"; }\n',
    folder(`${root}/etc`, { "ecs/ecs.config": agentConfig(props), "wake-on-dns.conf": settingsText(props) }),
    folder(scripts, shell),
    folder(`${root}/etc/systemd/system`, systemd),
    ...(props.configs.length === 0 ? [] : [configsText(props.configs, `${root}${CONFIGS_FOLDER}`)]),
    // Before any container can start. If it fails, the units try again.
    `(set -a && . ${settings} && bash ${scripts}/firewall.sh) || echo "the firewall is not ready" >&2\n`,
    // It starts the others. Waiting here would block: it comes after units that start after this script.
    "systemctl enable --now --no-block container-stop.service\n",
  ].join("\n");
}

/** Settings of the ECS agent: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html */
function agentConfig({ clusterName, stopGraceSeconds }: UserDataProps): string {
  return lines({
    ECS_CLUSTER: clusterName,
    ECS_CONTAINER_STOP_TIMEOUT: `${stopGraceSeconds}s`,
    ECS_DISABLE_PRIVILEGED: "true",
    // A container restarts at once after a crash, with the same image, even if the registry is down.
    ECS_IMAGE_PULL_BEHAVIOR: "prefer-cached",
    // A container's image is pulled while what it depends on still starts.
    ECS_PULL_DEPENDENT_CONTAINERS_UPFRONT: "true",
    // AWS recommends less than an hour with EFS, so that mounts of stopped tasks are removed before their credentials expire:
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html
    ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION: "30m",
  });
}

/** Settings of the scripts, in a syntax that systemd (EnvironmentFile=) and the shell understand. */
function settingsText(props: UserDataProps): string {
  const portsOf = (all: readonly PublishedPort[]) => {
    const ranges = (["tcp", "udp"] as const).flatMap((protocol) => {
      const ports = all.filter((port) => port.protocol === protocol).map((port) => port.hostPort);
      return portRanges(ports).map((range) => `${protocol}:${range}`);
    });
    return `'${ranges.join(" ")}'`;
  };
  const isCounted = ({ hostPort }: PublishedPort) => props.countedPorts?.includes(hostPort) ?? true;
  return lines({
    REGION: props.region,
    NAMESPACE: props.metricNamespace,
    CONTAINER: props.containerName,
    PORTS: portsOf(props.ports.filter(isCounted)),
    OTHER_PORTS: portsOf(props.ports.filter((port) => !isCounted(port))),
    COUNTED: props.count === "all_traffic" ? "received" : "",
    IPV6: props.ipv6 ? "yes" : "no",
    IMAGES: `'${[...new Set(props.images)].join(" ")}'`,
    STOP_GRACE_SECONDS: `${props.stopGraceSeconds}`,
    STOPS: `'${props.stops.map(({ service, graceSeconds, after }) => `${service}:${graceSeconds}:${after.join()}`).join(" ")}'`,
  });
}

function lines(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

/** Removes comments, empty lines and indentation: nearly half of the text. */
function minified(text: string): string {
  // An editor on Windows may have saved it with \r, which bash treats as part of a word.
  return text
    .replaceAll("\r", "")
    .replace(/(?:^ *|(?<=\{) )#.*$/gm, "")
    .replace(/^\s+/gm, "");
}

/** Writes files, by their names. */
function folder(path: string, texts: Readonly<Record<string, string>>): string {
  const files = Object.entries(texts).map(([name, text]) => `file ${name} <<'EOF'\n${minified(text)}EOF\n`);
  return [`folder=${path}`, ...files].join("\n");
}

/** A person's own text, as it is; no line of it ends it too early. */
function configsText(configs: UserDataProps["configs"], path: string): string {
  const files = configs.map(({ name, content }) => {
    let end = "END";
    while (content.split("\n").includes(end)) end += "_";
    return `file ${name} <<'${end}'\n${content.replace(/\n?$/, "\n")}${end}\n`;
  });
  return [`folder=${path}`, ...files].join("\n");
}
