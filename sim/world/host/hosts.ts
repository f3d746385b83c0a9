import { block, text } from "../../provider/values";
import type { Cluster } from "../ecs/cluster";
import { MINUTE, SECOND } from "../clock";
import type { Core } from "../core";
import { Unknown } from "../errors";
import { HostEnd, type Member } from "./host-end";
import type { Game } from "./game";
import { Images } from "./images";
import type { Machine } from "../ec2/machine";
import type { Machines } from "../ec2/machines";
import type { Metrics } from "../cloudwatch/metrics";
import { bootScriptOf, type Counters, type Software, softwareOf } from "./software";
import { drawn } from "../stages";
import type { Traffic } from "../people/traffic";

/** The systems on the machines: boot, agent, counters; how they end is another file's. */
export class Hosts {
  private readonly software = new Map<Machine, Software>();
  private readonly connectedAtEnd = new Set<Machine>();
  readonly end: HostEnd;
  private readonly random;
  /** Since it was last asked, as the host counts. */
  traffic: (machine: Machine, counters: Counters | undefined) => Traffic = () => ({
    Packets: 0,
    ReceivedBytes: 0,
    SentBytes: 0,
  });
  /** Told each minute what a host has sent. */
  onSent: (bytes: number) => void = () => undefined;

  constructor(
    private readonly core: Core,
    machines: Machines,
    private readonly clusters: () => readonly Cluster[],
    private readonly metrics: Metrics,
    private readonly gameOf: (container: string) => Game,
  ) {
    this.random = core.random.fork("hosts");
    machines.onChange(this.follow);
    this.end = new HostEnd(
      core,
      (machine) => this.hostOf(machine),
      (machine) => this.software.get(machine)?.stopGraceSeconds,
    );
    machines.shutDown = this.end.shutDown;
  }

  /** The cluster's word for a machine. */
  hostOf(machine: Machine): Member | undefined {
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

  /** The agent starts when the boot script has ended and docker is up: aws/amazon-ecs-agent, ecs.service After=. */
  private boot(machine: Machine): void {
    const software = softwareOf(bootScriptOf(machine.template));
    const images = new Images(this.core);
    this.software.set(machine, software);
    const booted = drawn(this.random, "booted");
    this.core.clock.after(booted, () => {
      const { pullSeconds } = this.gameOf(machine.tags["Container"] ?? "");
      for (const image of software.imagesPulledAhead) images.pull(image, pullSeconds * SECOND);
    });
    this.core.clock.after(booted + drawn(this.random, "registered"), () => {
      if (machine.state !== "running" || !machine.works) return;
      const cluster = this.clusters().find(
        ({ name, object }) => name === software.cluster && object.region === machine.region,
      );
      if (cluster === undefined) this.core.tell("ECS agent", `finds no cluster "${software.cluster}"`);
      else if (!this.mayJoin(machine, cluster)) this.core.tell("ECS agent", `may not join ${cluster.name}`);
      else cluster.register(machine, software.stopTimeoutSeconds, images);
      this.count(machine, software, true);
      if (software.watchesItsEnd) this.end.watch(machine);
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
  private count(machine: Machine, software: Software, isFirst: boolean): void {
    const next = Math.ceil((this.core.now - 30 * SECOND + 1) / MINUTE) * MINUTE + 30 * SECOND;
    this.core.clock.at(next, () => {
      if (machine.state !== "running" || !machine.works) return;
      const traffic = this.traffic(machine, software.counters);
      machine.sentBytes += traffic.SentBytes;
      this.onSent(traffic.SentBytes);
      if (software.counters !== undefined && !isFirst) this.publish(machine, software.counters, traffic);
      this.count(machine, software, false);
    });
  }

  /** One request for all metrics. */
  private publish(machine: Machine, { region, namespace, container, metrics }: Counters, traffic: Traffic): void {
    const context = { "cloudwatch:namespace": namespace };
    if (!this.core.access.mayCall(this.roleOf(machine), "cloudwatch:PutMetricData", ["*"], context)) return;
    const values: Readonly<Record<string, number>> = traffic;
    for (const name of metrics) {
      const value = values[name];
      if (value === undefined) throw new Unknown(`the host's metric ${name}`);
      this.metrics.put(region, { namespace, name, dimensions: { Container: container } }, value);
    }
  }

  /** The system goes down as always, and comes back as the same host: EC2 calls it running all the time. */
  reboot(machine: Machine): void {
    this.end.shutDown(machine, () =>
      this.core.clock.after(this.random.between(30, 60) * SECOND, () => {
        const found = this.hostOf(machine);
        if (machine.state !== "running" || !machine.works) return;
        found?.cluster.setAgent(found.host, true);
        if (this.software.get(machine)?.watchesItsEnd) this.end.watch(machine);
      }),
    );
  }
}
