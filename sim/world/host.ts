import { block, text } from "../provider/values";
import type { Cluster, ClusterHost } from "./cluster";
import { MINUTE, SECOND } from "./clock";
import type { Core } from "./core";
import type { Machine, Machines } from "./machines";
import type { Metrics } from "./metrics";

/** What the boot script put on a host, read from the script itself. */
interface Software {
  readonly cluster: string;
  readonly stopTimeoutSeconds: number;
  /** Undefined: nothing stops the containers before docker and the volumes go. */
  readonly stopGraceSeconds: number | undefined;
  readonly packets: { region: string; namespace: string; container: string; ports: string } | undefined;
}

/** The systems on the machines: boot, agent, packet counter, shutdown. */
export class Hosts {
  private readonly software = new Map<Machine, Software>();
  private readonly connectedAtEnd = new Set<Machine>();
  private readonly random;
  /** Packets of the last minute on a host's published ports, like "udp:2456". */
  traffic: (machine: Machine, ports: string) => number = () => 0;

  constructor(
    private readonly core: Core,
    machines: Machines,
    private readonly clusters: () => readonly Cluster[],
    private readonly metrics: Metrics,
  ) {
    this.random = core.random.fork("hosts");
    machines.onChange(this.follow);
    machines.shutDown = this.shutDown;
  }

  /** The cluster's word for a machine. */
  hostOf(machine: Machine): { readonly cluster: Cluster; readonly host: ClusterHost } | undefined {
    for (const cluster of this.clusters()) {
      const host = cluster.hosts.find((candidate) => candidate.machine === machine);
      if (host !== undefined) return { cluster, host };
    }
    return undefined;
  }

  private readonly follow = (machine: Machine): void => {
    const found = this.hostOf(machine);
    if (machine.state === "running" && machine.works && !this.software.has(machine)) this.boot(machine);
    if (machine.state === "shutting-down" && found?.host.agentConnected) this.connectedAtEnd.add(machine);
    if (!machine.works && found !== undefined) {
      found.cluster.setAgent(found.host, false);
      for (const task of found.cluster.tasksOn(found.host)) task.end("host lost", 137);
    }
    // ECS deregisters it by itself only if its agent was connected when it was terminated:
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterContainerInstance.html
    if (machine.state === "terminated" && found !== undefined && this.connectedAtEnd.has(machine))
      this.core.clock.after(this.random.between(1, 20) * SECOND, () => {
        found.cluster.deregister(found.host);
      });
  };

  /** The agent starts when the boot script has ended: aws/amazon-ecs-agent, ecs.service After=cloud-final. */
  private boot(machine: Machine): void {
    const software = softwareOf(Buffer.from(text(machine.template["user_data"]), "base64").toString());
    this.software.set(machine, software);
    this.core.clock.after(this.random.between(13, 28) * SECOND, () => {
      if (machine.state !== "running" || !machine.works) return;
      const cluster = this.clusters().find(
        ({ name, object }) => name === software.cluster && object.region === machine.region,
      );
      if (cluster === undefined) this.core.tell("ECS agent", `finds no cluster "${software.cluster}"`);
      else if (!this.mayJoin(machine, cluster)) this.core.tell("ECS agent", `may not join ${cluster.name}`);
      else cluster.register(machine, software.stopTimeoutSeconds);
      this.count(machine, true);
    });
  }

  private mayJoin(machine: Machine, { arn }: Cluster): boolean {
    const { access } = this.core;
    const role = this.roleOf(machine);
    const instance = `${arn.replace(":cluster/", ":container-instance/")}/x`;
    return (
      access.trusts(role, "ec2.amazonaws.com") &&
      access.mayCall(role, "ecs:DiscoverPollEndpoint", ["*"]) &&
      access.mayCall(role, "ecs:RegisterContainerInstance", [arn]) &&
      access.mayCall(role, "ecs:SubmitTaskStateChange", [arn]) &&
      access.mayCall(role, "ecs:Poll", [instance], { "ecs:cluster": arn })
    );
  }

  private roleOf(machine: Machine): string {
    const { arn, name } = block(machine.template["iam_instance_profile"]);
    const wanted: Record<string, string> = text(arn) === "" ? { name: text(name) } : { arn: text(arn) };
    const profile = this.core.objects.find("aws_iam_instance_profile", wanted);
    const role = this.core.objects.find("aws_iam_role", { name: text(profile?.attributes["role"]) });
    return text(role?.attributes["arn"]);
  }

  /** Each minute at second 30. The first reading has none before it to compare with. */
  private count(machine: Machine, isFirst: boolean): void {
    const { packets } = this.software.get(machine) ?? {};
    if (packets === undefined) return;
    const next = Math.ceil((this.core.now - 30 * SECOND + 1) / MINUTE) * MINUTE + 30 * SECOND;
    this.core.clock.at(next, () => {
      if (machine.state !== "running" || !machine.works) return;
      const { region, namespace, container, ports } = packets;
      const value = this.traffic(machine, ports);
      const role = this.roleOf(machine);
      const may = this.core.access.mayCall(role, "cloudwatch:PutMetricData", ["*"], {
        "cloudwatch:namespace": namespace,
      });
      const metric = { namespace, name: "Packets", dimensions: { Container: container } };
      if (may && !isFirst) this.metrics.put(region, metric, value);
      this.count(machine, false);
    });
  }

  /** The system goes down as always, and comes back as the same host: EC2 calls it running all the time. */
  reboot(machine: Machine): void {
    this.shutDown(machine, () =>
      this.core.clock.after(this.random.between(30, 60) * SECOND, () => {
        const found = this.hostOf(machine);
        if (machine.state === "running" && machine.works) found?.cluster.setAgent(found.host, true);
      }),
    );
  }

  /** The agent goes first, then the containers with their time to save, if a unit sees to it. */
  private readonly shutDown = (machine: Machine, off: () => void): void => {
    const { clock } = this.core;
    const found = this.hostOf(machine);
    if (found === undefined) {
      off();
      return;
    }
    const { cluster, host } = found;
    clock.after(2 * SECOND, () => {
      cluster.setAgent(host, false);
    });
    const grace = this.software.get(machine)?.stopGraceSeconds;
    const running = cluster.tasksOn(host).filter(({ alive }) => alive);
    for (const task of running) {
      if (grace === undefined) task.end("killed", 137);
      else task.signal(grace);
    }
    const wait = (): void => {
      if (running.some(({ alive }) => alive)) clock.after(SECOND, wait);
      else off();
    };
    wait();
  };
}

function softwareOf(script: string): Software {
  const setting = (name: string): string | undefined =>
    new RegExp(`^${name}=(.*)$`, "m").exec(script)?.[1]?.replaceAll("'", "");
  const [region, namespace, container] = ["REGION", "NAMESPACE", "CONTAINER"].map(setting);
  const isCounted = /systemctl enable[^\n]*packets\.timer/.test(script);
  const isStopped = /systemctl enable[^\n]*container-stop\.service/.test(script);
  return {
    cluster: setting("ECS_CLUSTER") ?? "default",
    stopTimeoutSeconds: Number.parseInt(setting("ECS_CONTAINER_STOP_TIMEOUT") ?? "30", 10),
    stopGraceSeconds: isStopped ? Number(setting("STOP_GRACE_SECONDS")) : undefined,
    packets:
      isCounted && region !== undefined && namespace !== undefined && container !== undefined
        ? { region, namespace, container, ports: setting("PORTS") ?? "" }
        : undefined,
  };
}
