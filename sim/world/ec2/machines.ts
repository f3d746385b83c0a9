import { block } from "../../provider/values";
import { HOUR, type Instant, MINUTE, SECOND } from "../clock";
import type { Core } from "../core";
import { AwsError } from "../errors";
import { number } from "../terraform/objects";
import { Past } from "../api/past";
import { drawDuration } from "../stages";
import { launchTags, type Launch, type Machine, type MachineState } from "./machine";

/** EC2: instances from launch templates. */
export class Machines {
  readonly all = new Map<string, Machine>();
  private readonly random;
  /** Machines to terminate once they have stopped. */
  private readonly toTerminate = new Set<Machine>();
  private readonly past = new Map<string, Past<Machine>>();
  private readonly listeners: ((machine: Machine) => void)[] = [];
  /** What a machine does before it powers off; it calls `off` when it is done. */
  shutDown: (machine: Machine, off: () => void) => void = (_, off) => off();

  constructor(private readonly core: Core) {
    this.random = core.random.fork("machines");
  }

  onChange(listener: (machine: Machine) => void): void {
    this.listeners.push(listener);
  }

  launch(spec: Launch): Machine {
    const { core, random } = this;
    const { template, zone, instanceType } = spec;
    const machine: Machine = {
      ...spec,
      id: `i-${random.hex(17)}`,
      launchedAt: core.now,
      tags: launchTags(template, "instance"),
      state: "pending",
      works: true,
      sentBytes: 0,
    };
    this.all.set(machine.id, machine);
    this.past.set(machine.id, new Past());
    this.note(machine);
    core.record({ kind: "launch", host: machine.id, instanceType, zone }, machine.tags["Container"]);
    core.clock.after(drawDuration(random, "addressed"), () => this.giveAddresses(machine));
    core.clock.after(drawDuration(random, "running"), () => {
      if (machine.state === "pending") this.become(machine, "running");
    });
    return machine;
  }

  /** Terminates a machine once its system has shut down. */
  terminate(machine: Machine): void {
    if (machine.state === "stopped") this.become(machine, "terminated");
    else if (machine.state === "stopping") this.toTerminate.add(machine);
    else this.powerOff(machine, "shutting-down", "terminated");
  }

  stop(machine: Machine): void {
    this.powerOff(machine, "stopping", "stopped");
  }

  /** All processes are gone immediately; EC2 notices later. */
  failHardware(machine: Machine): void {
    machine.works = false;
    this.core.record({ kind: "hardware failure", host: machine.id }, machine.tags["Container"]);
    this.changed(machine);
  }

  private powerOff(machine: Machine, going: MachineState, gone: MachineState): void {
    if (machine.state !== "pending" && machine.state !== "running") return;
    this.become(machine, going);
    const off = (): void => {
      if (machine.state !== going) return;
      machine.works = false;
      this.become(machine, gone);
      if (this.toTerminate.has(machine)) this.terminate(machine);
    };
    const { clock, uncertain } = this.core;
    if (!machine.works) {
      clock.after(30 * SECOND, off);
      return;
    }
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html: forced off after a time
    clock.after(Number.parseInt(uncertain.shutdownWait, 10) * MINUTE, () => {
      if (machine.state === going)
        this.core.record({ kind: "forced off", host: machine.id }, machine.tags["Container"]);
      off();
    });
    this.shutDown(machine, () => clock.after(this.random.between(5, 30) * SECOND, off));
  }

  /** Gives a machine an Elastic IP, and its own address back to AWS. Connections to the one before break. */
  associate(machine: Machine, ipv4: string): void {
    machine.ipv4 = ipv4;
    machine.hasElasticIp = true;
    this.changed(machine);
  }

  /** Takes the Elastic IP from a machine, which gets an address of AWS again. */
  disassociate(machine: Machine): void {
    delete machine.hasElasticIp;
    this.giveIpv4(machine);
    this.changed(machine);
  }

  private giveIpv4(machine: Machine): void {
    const { random } = this;
    delete machine.ipv4;
    if (machine.state !== "pending" && machine.state !== "running") return;
    if (block(machine.template["network_interfaces"])["associate_public_ip_address"] !== "true") return;
    machine.ipv4 = ["54", random.between(144, 255), random.between(0, 255), random.between(1, 254)].join(".");
  }

  private giveAddresses(machine: Machine): void {
    const { random } = this;
    if (machine.state !== "pending") return;
    const network = block(machine.template["network_interfaces"]);
    this.giveIpv4(machine);
    if ((number(network["ipv6_address_count"]) ?? 0) > 0) machine.ipv6 = `2600:1f14:16:1600::${random.hex(4)}`;
    this.changed(machine);
  }

  private become(machine: Machine, state: MachineState): void {
    machine.state = state;
    if (state === "terminated") {
      // EC2 shows it for about an hour: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html
      this.core.clock.after(HOUR, () => this.all.delete(machine.id) && this.past.delete(machine.id));
    }
    if (state === "terminated" || state === "stopped") {
      // A stopped instance keeps its Elastic IP.
      if (state === "terminated") delete machine.hasElasticIp;
      if (machine.hasElasticIp !== true) delete machine.ipv4;
      this.core.record({ kind: "host gone", host: machine.id, state }, machine.tags["Container"]);
    }
    this.changed(machine);
  }

  private note(machine: Machine): void {
    this.past.get(machine.id)?.note(this.core.now, { ...machine });
  }

  private changed(machine: Machine): void {
    this.note(machine);
    this.core.meter.follow(machine);
    for (const listener of this.listeners) listener(machine);
  }

  /** All machines as they were at a time. */
  at(time: Instant): readonly Machine[] {
    return [...this.all.values()].flatMap(({ id }) => this.past.get(id)?.at(time) ?? []);
  }

  /** @throws AwsError if there is no such machine */
  named(id: string): Machine {
    const machine = this.all.get(id);
    if (machine === undefined)
      throw new AwsError("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);
    return machine;
  }
}
