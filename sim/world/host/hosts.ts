import type { Groups } from "../auto-scaling/groups";
import type { Cluster } from "../ecs/cluster";
import { isInEcr } from "../ecs/pulls";
import type { Ecs } from "../ecs/ecs";
import { SECOND } from "../clock";
import type { Core } from "../core";
import type { HostCounts } from "./host-counts";
import { HostEnd } from "./host-end";
import type { Game } from "./game";
import { Images } from "./images";
import { bootScriptOf, type Machine } from "../ec2/machine";
import type { Machines } from "../ec2/machines";
import { roleOf, type Software, softwareOf } from "./software";
import { drawDuration } from "../stages";

/** The systems on the machines: boot, agent, counters. How they end is in host-end.ts. */
export class Hosts {
  private readonly software = new Map<Machine, Software>();
  private readonly connectedAtEnd = new Set<Machine>();
  private readonly end: HostEnd;
  private readonly random;

  constructor(
    private readonly core: Core,
    machines: Machines,
    private readonly ecs: Ecs,
    groups: Groups,
    private readonly counts: HostCounts,
    private readonly gameOf: (container: string) => Game,
  ) {
    this.random = core.random.fork("hosts");
    machines.onChange(this.follow);
    this.end = new HostEnd(core, ecs, groups, (machine) => this.software.get(machine)?.stop);
    machines.shutDown = this.end.shutDown;
  }

  private readonly follow = (machine: Machine): void => {
    const found = this.ecs.memberOf(machine);
    if (machine.state === "running" && machine.works && !this.software.has(machine)) this.boot(machine);
    if (machine.state === "shutting-down" && found?.host.agentConnected) this.connectedAtEnd.add(machine);
    if (!machine.works && found !== undefined) {
      found.cluster.setAgent(found.host, false);
      for (const task of found.cluster.tasksOn(found.host)) task.endAll("host lost", 137);
    }
    // ECS deregisters it only if its agent was connected when it was terminated:
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterContainerInstance.html
    if (machine.state === "terminated" && found !== undefined && this.connectedAtEnd.has(machine))
      this.core.clock.after(this.random.between(1, 20) * SECOND, () => found.cluster.deregister(found.host));
  };

  /** The agent starts after the boot script and docker: aws/amazon-ecs-agent, ecs.service After=. */
  private boot(machine: Machine): void {
    const software = softwareOf(bootScriptOf(machine.template));
    const images = new Images(this.core);
    this.software.set(machine, software);
    const booted = drawDuration(this.random, "booted");
    this.core.clock.after(booted, () => {
      const { pullSeconds } = this.gameOf(machine.tags["Container"] ?? "");
      for (const image of software.imagesPulledAhead) if (!isInEcr(image)) images.pull(image, pullSeconds * SECOND);
    });
    this.core.clock.after(booted + drawDuration(this.random, "registered"), () => {
      if (machine.state !== "running" || !machine.works) return;
      const cluster = this.ecs.clusters.find(
        ({ name, object }) => name === software.cluster && object.region === machine.region,
      );
      if (cluster === undefined) this.core.record({ kind: "no cluster", cluster: software.cluster });
      else if (!this.mayJoin(machine, cluster)) this.core.record({ kind: "join denied", cluster: cluster.name });
      else cluster.register(machine, software.stopTimeoutSeconds, images);
      this.counts.start(machine, software.counters);
      if (software.watchesForTermination) this.end.watch(machine);
    });
  }

  private mayJoin(machine: Machine, { arn }: Cluster): boolean {
    const { access } = this.core;
    const role = roleOf(this.core, machine);
    const instance = `${arn.replace(":cluster/", ":container-instance/")}/x`;
    return (
      access.trusts(role, "ec2.amazonaws.com") &&
      access.mayCall(role, "ecs:DiscoverPollEndpoint", ["*"]) &&
      access.mayCall(role, "ecs:RegisterContainerInstance", [arn]) &&
      access.mayCall(role, "ecs:SubmitTaskStateChange", [arn]) &&
      access.mayCall(role, "ecs:Poll", [instance], { "ecs:cluster": arn })
    );
  }

  /** The system shuts down as usual and comes back as the same host. EC2 reports it as running all the time. */
  reboot(machine: Machine): void {
    this.end.shutDown(machine, () =>
      this.core.clock.after(this.random.between(30, 60) * SECOND, () => {
        const found = this.ecs.memberOf(machine);
        if (machine.state !== "running" || !machine.works) return;
        found?.cluster.setAgent(found.host, true);
        if (this.software.get(machine)?.watchesForTermination) this.end.watch(machine);
      }),
    );
  }
}
