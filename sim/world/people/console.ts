import { AwsError } from "../errors";
import type { Functions } from "../lambda/functions";
import type { Groups } from "../auto-scaling/groups";
import { sourceOf } from "../auto-scaling/settings";
import type { Group } from "../auto-scaling/group";
import type { GroupHost } from "../auto-scaling/group-host";
import type { Ecs } from "../ecs/ecs";
import type { Hosts } from "../host/hosts";
import type { Machine } from "../ec2/machine";
import type { Machines } from "../ec2/machines";
import type { Parameters } from "../ssm/parameters";
import type { Core } from "../core";
import { type HandsOn, PERSON } from "../timeline";

/** What people do by hand, in the console or on the command line. */
export class Console {
  constructor(
    private readonly core: Core,
    private readonly groups: Groups,
    private readonly machines: Machines,
    private readonly ecs: Ecs,
    private readonly hosts: Hosts,
    private readonly functions: Functions,
    private readonly parameters: Parameters,
  ) {}

  /** @throws AwsError outside the group's bounds */
  setDesired(group: string, desired: number): void {
    const found = this.groups.all.get(group);
    if (found === undefined) throw new AwsError("ValidationError", `no group ${group}`);
    found.setDesired(desired, PERSON);
  }

  /** EC2's own call, after the termination protection is switched off: no hook delays it. */
  terminate(instanceId: string): void {
    this.record({ does: "terminate", host: instanceId });
    this.machines.terminate(this.machines.named(instanceId));
  }

  stop(instanceId: string): void {
    this.record({ does: "stop", host: instanceId });
    this.machines.stop(this.machines.named(instanceId));
  }

  /** From the group's page. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TerminateInstanceInAutoScalingGroup.html */
  terminateInGroup(instanceId: string, decrement: boolean): void {
    const { group, host } = this.member(instanceId);
    this.record({ does: "terminate in group", host: instanceId });
    if (decrement) group.desired = Math.max(0, group.desired - 1);
    group.terminate(host, "by hand");
    group.soon(2000);
  }

  /** The host leaves the group and keeps running; without decrement the group launches another one immediately. */
  detach(instanceId: string, decrement: boolean): void {
    const { group, host } = this.member(instanceId);
    this.record({ does: "detach", host: instanceId, decrement });
    group.detach(host, decrement);
  }

  setUnhealthy(instanceId: string): void {
    const { group, host } = this.member(instanceId);
    this.record({ does: "call unhealthy", host: instanceId });
    group.markUnhealthy(host);
  }

  reboot(instanceId: string): void {
    this.record({ does: "reboot", host: instanceId });
    this.hosts.reboot(this.machines.named(instanceId));
  }

  /** A second host from the same template, outside the group. */
  launch(group: string): Machine {
    const found = this.groups.all.get(group);
    const { template, zone = "", types = [] } = found ? sourceOf(this.core, found.object) : {};
    if (found === undefined || template === undefined) throw new AwsError("ValidationError", `no group ${group}`);
    this.record({ does: "launch" });
    return this.machines.launch({ template, region: found.object.region, zone, instanceType: types[0] ?? "" });
  }

  /** Invokes a function by name, for example keeper with {"command":"wake"}. */
  invoke(functionName: string, event: unknown): void {
    this.core.record({ kind: "invocation", function: functionName, event });
    this.functions.invoke(functionName, event);
  }

  /** For example the hold parameter. */
  writeParameter(name: string, value: string): void {
    this.parameters.write(name, value);
  }

  stopTask(taskArn: string): void {
    this.record({ does: "stop task" });
    for (const { tasks } of this.ecs.clusters)
      tasks.find(({ arn }) => arn === taskArn)?.stop("UserInitiated", "Task stopped by user");
  }

  /** Not a person's action: the hardware of an instance fails. */
  failHardware(instanceId: string): void {
    this.machines.failHardware(this.machines.named(instanceId));
  }

  /** Not a person's action: AWS stops an instance that it retires. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/schedevents_actions_retire.html */
  retire(instanceId: string): void {
    const machine = this.machines.named(instanceId);
    this.core.record({ kind: "retirement", host: instanceId }, machine.tags["Container"]);
    this.machines.stop(machine);
  }

  /** Not a person's action: the agent loses its connection, or reconnects. */
  setAgent(instanceId: string, connected: boolean): void {
    const found = this.ecs.memberOf(this.machines.named(instanceId));
    found?.cluster.setAgent(found.host, connected);
  }

  private record(action: HandsOn): void {
    this.core.record({ kind: "hands on", ...action });
  }

  private member(instanceId: string): { group: Group; host: GroupHost } {
    for (const group of this.groups.all.values()) {
      const host = group.hosts.find(({ machine }) => machine.id === instanceId);
      if (host !== undefined) return { group, host };
    }
    throw new AwsError("ValidationError", `${instanceId} is in no group`);
  }
}
