import { type Attributes, block, blocks, text, texts } from "../../provider/values";
import { type Instant, MINUTE, SECOND, Soon } from "../clock";
import type { Core } from "../core";
import { AwsError, Unknown } from "../errors";
import type { Events } from "../eventbridge/events";
import type { Machine, Machines } from "../ec2/machines";
import type { Metrics } from "../cloudwatch/metrics";
import { type AppliedObject, number, tagsOf } from "../terraform/objects";
import { Past } from "../api/past";
import { drawn } from "../stages";

/** An instance as its group lists it. */
export interface GroupHost {
  readonly machine: Machine;
  lifecycleState: "Pending" | "InService" | "Terminating" | "Terminating:Wait" | "Terminating:Proceed";
  healthy: boolean;
  /** When it came into its state. */
  since: Instant;
  /** While it waits in a hook: what takes the timeout back. */
  withdraw?: () => void;
}

export interface Activity {
  readonly startedAt: Instant;
  readonly failed: boolean;
  readonly message: string;
}

/** A group as AWS describes it at some time. */
export interface DescribedGroup {
  readonly desired: number;
  readonly hosts: readonly (Pick<GroupHost, "lifecycleState" | "healthy"> & { readonly id: string })[];
}

/** What would end or keep hosts without anybody's asking. */
const NOT_KNOWN = ["instance_refresh", "max_instance_lifetime", "protect_from_scale_in", "warm_pool"];
/** State also says what is off: false, 0, an empty list. */
const isOn = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));

const CAPACITY =
  "We currently do not have sufficient {type} capacity in the Availability Zone you requested ({zone}). Our system will be working on provisioning additional capacity.";

/** One Auto Scaling group. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html */
export class Group {
  readonly hosts: GroupHost[] = [];
  readonly activities: Activity[] = [];
  readonly past = new Past<DescribedGroup>();
  desired: number;
  private readonly next: Soon;
  private readonly random;

  constructor(
    private readonly core: Core,
    public object: AppliedObject,
    private readonly machines: Machines,
    private readonly events: Events,
    private readonly metrics: Metrics,
  ) {
    const odd = NOT_KNOWN.find((name) => isOn(object.attributes[name]));
    if (odd !== undefined) throw new Unknown(`${odd} of the group ${this.name}`);
    this.random = core.random.fork(this.name);
    this.next = new Soon(core.clock, this.reconcile);
    this.desired = number(object.attributes["desired_capacity"]) ?? 0;
    this.measure();
    machines.onChange(this.follow);
  }

  get name(): string {
    return text(this.object.attributes["name"]);
  }
  get container(): string | undefined {
    return tagsOf(this.object)["Container"];
  }
  /** Those that count: not about to leave. */
  get active(): readonly GroupHost[] {
    return this.hosts.filter(({ lifecycleState }) => lifecycleState === "Pending" || lifecycleState === "InService");
  }

  /** @throws AwsError if the group's bounds do not allow it */
  setDesired(desired: number, who: string): void {
    const [least, most] = ["min_size", "max_size"].map((bound) => number(this.object.attributes[bound]) ?? 0);
    if (desired < (least ?? 0) || desired > (most ?? 0)) {
      const bound = desired > (most ?? 0) ? `above max value ${most ?? 0}` : `below min value ${least ?? 0}`;
      throw new AwsError(
        "ValidationError",
        `New SetDesiredCapacity value ${desired} is ${bound} for the AutoScalingGroup.`,
      );
    }
    if (desired !== this.desired) {
      this.core.tell(who, `sets desired capacity of ${this.name} to ${desired}`, { container: this.container });
      this.desired = desired;
      this.note();
    }
    this.soon(this.core.uncertain.scaling === "seconds" ? drawn(this.random, "scaled") : 30 * SECOND);
  }

  /** Ends the wait of a host in its hook. */
  proceed(host: GroupHost): void {
    host.withdraw?.();
    delete host.withdraw;
    this.move(host, "Terminating:Proceed");
    if (host.machine.state === "terminated") this.remove(host);
    else this.machines.terminate(host.machine);
  }

  /** https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks-overview.html */
  wait(host: GroupHost): void {
    const timeout = (number(this.hook?.["heartbeat_timeout"]) ?? 3600) * SECOND;
    host.withdraw?.();
    host.withdraw = this.core.clock.after(timeout, () => {
      this.core.tell("Auto Scaling", `ends the hook of ${host.machine.id}: its heartbeat timed out`, this.about);
      this.proceed(host);
    });
  }

  terminate(host: GroupHost, why: string): void {
    if (host.lifecycleState.startsWith("Terminating")) return;
    this.core.tell("Auto Scaling", `terminates ${host.machine.id}`, { ...this.about, why });
    this.move(host, "Terminating");
    const { hook } = this;
    if (hook === undefined) {
      this.proceed(host);
      return;
    }
    this.core.clock.after(SECOND, () => {
      this.move(host, "Terminating:Wait");
      this.wait(host);
      this.emit("EC2 Instance-terminate Lifecycle Action", host.machine.id, {
        LifecycleTransition: hook["lifecycle_transition"],
        LifecycleHookName: hook["name"],
        Origin: "AutoScalingGroup",
        Destination: "EC2",
      });
    });
  }

  /** The instance leaves the group and runs on. */
  detach(host: GroupHost, decrement: boolean): void {
    this.hosts.splice(this.hosts.indexOf(host), 1);
    if (decrement) this.desired = Math.max(0, this.desired - 1);
    this.measure();
    this.soon(drawn(this.random, "scaled"));
  }

  /** Brings the group to its desired capacity, in a moment. */
  soon(milliseconds: number): void {
    this.next.in(milliseconds);
  }

  private readonly reconcile = (): void => {
    const { active } = this;
    if (active.length < this.desired && !this.isSuspended("Launch")) this.launch();
    const tooMany = active.slice(0, Math.max(0, active.length - this.desired));
    if (!this.isSuspended("Terminate")) for (const host of tooMany) this.terminate(host, "desired capacity is lower");
    this.replaceUnhealthy();
  };

  isSuspended(process: string): boolean {
    return texts(this.object.attributes["suspended_processes"]).includes(process);
  }

  get hook(): Attributes | undefined {
    const hooks = blocks(this.object.attributes["initial_lifecycle_hook"]);
    const launching = hooks.find(
      ({ lifecycle_transition }) => lifecycle_transition !== "autoscaling:EC2_INSTANCE_TERMINATING",
    );
    if (launching !== undefined || hooks.length > 1) throw new Unknown("lifecycle hooks other than one at termination");
    return hooks[0];
  }

  private get about() {
    return { container: this.container };
  }

  /** Unless suspended, Auto Scaling launches the new one while the old one still terminates. */
  private replaceUnhealthy(): void {
    if (this.isSuspended("ReplaceUnhealthy") || this.isSuspended("Terminate")) return;
    for (const host of this.active.filter(({ healthy }) => !healthy)) {
      this.terminate(host, "it is unhealthy");
      this.soon(SECOND);
    }
  }

  private launch(): void {
    const { core, random } = this;
    const { template, types } = this.source();
    const { zone } = this;
    const type = types.find((instanceType) => !core.faults.noCapacity({ at: core.now, instanceType, zone }));
    if (type === undefined || template === undefined || zone === "") {
      const tried = types.map((name) => CAPACITY.replace("{type}", name).replace("{zone}", zone)).join(" ");
      const cause =
        template === undefined ? "The launch template does not exist." : `InsufficientInstanceCapacity - ${tried}`;
      const message = `Could not launch On-Demand Instances. ${cause} Launching EC2 instance failed.`;
      this.activities.unshift({ startedAt: core.now, failed: true, message });
      if (this.activities.filter(({ failed }) => failed).length === 1)
        core.tell("Auto Scaling", `can't launch for ${this.name}`, { ...this.about, why: message });
      this.emit("EC2 Instance Launch Unsuccessful", "", { StatusCode: "Failed", StatusMessage: message });
      this.soon(random.between(30, 60) * SECOND);
      return;
    }
    const machine = this.machines.launch(template, this.object.region, zone, type);
    this.hosts.push({ machine, lifecycleState: "Pending", healthy: true, since: core.now });
    this.note();
    this.activities.unshift({ startedAt: core.now, failed: false, message: "" });
    if (this.active.length < this.desired) this.soon(SECOND);
  }

  /** Where it launches: its first subnet's zone. */
  get zone(): string {
    const [id = ""] = texts(this.object.attributes["vpc_zone_identifier"]);
    return text(this.core.objects.find("aws_subnet", { id })?.attributes["availability_zone"]);
  }

  /** The template and the types, in the order they are tried (on demand, prioritized). */
  source(): { template: Attributes | undefined; types: readonly string[] } {
    const { launch_template, mixed_instances_policy } = this.object.attributes;
    const mixed = block(block(mixed_instances_policy)["launch_template"]);
    const { id, launch_template_id = id } = block(mixed["launch_template_specification"] ?? launch_template);
    const template = this.core.objects.find("aws_launch_template", { id: text(launch_template_id) })?.attributes;
    const overrides = blocks(mixed["override"]).map(({ instance_type }) => text(instance_type));
    return { template, types: overrides.length > 0 ? overrides : [text(template?.["instance_type"])] };
  }

  private readonly follow = (machine: Machine): void => {
    const host = this.hosts.find((candidate) => candidate.machine === machine);
    if (host === undefined) return;
    if (machine.state === "running" && host.lifecycleState === "Pending") {
      this.move(host, "InService");
      this.emit("EC2 Instance Launch Successful", machine.id, { StatusCode: "InProgress" });
    }
    if (machine.state === "terminated" && host.lifecycleState === "Terminating:Proceed") this.remove(host);
    const isDown = machine.state !== "pending" && machine.state !== "running";
    // Found by EC2's checks within minutes: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html
    if ((isDown || !machine.works) && host.healthy && !host.lifecycleState.startsWith("Terminating")) {
      this.core.clock.after(this.random.between(60, 180) * SECOND, () => {
        this.markUnhealthy(host);
      });
    }
  };

  markUnhealthy(host: GroupHost): void {
    if (!host.healthy || !this.hosts.includes(host)) return;
    host.healthy = false;
    this.note();
    this.core.tell("Auto Scaling", `finds ${host.machine.id} unhealthy`, this.about);
    this.soon(SECOND);
  }

  private remove(host: GroupHost): void {
    this.hosts.splice(this.hosts.indexOf(host), 1);
    this.measure();
    this.emit("EC2 Instance Terminate Successful", host.machine.id, { StatusCode: "InProgress" });
    this.soon(drawn(this.random, "scaled"));
  }

  private move(host: GroupHost, state: GroupHost["lifecycleState"]): void {
    host.lifecycleState = state;
    host.since = this.core.now;
    this.measure();
  }

  private note(): void {
    const hosts = this.hosts.map(({ machine: { id }, lifecycleState, healthy }) => ({ id, lifecycleState, healthy }));
    this.past.note(this.core.now, { desired: this.desired, hosts });
  }

  /**
   * Free, each minute, also when it is 0 ("Reported if metrics collection is enabled", where others are reported only if nonzero):
   * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html
   */
  private measure(): void {
    const { region, attributes } = this.object;
    this.note();
    if (!texts(attributes["enabled_metrics"]).includes("GroupInServiceInstances")) return;
    const dimensions = { AutoScalingGroupName: this.name };
    const metric = { namespace: "AWS/AutoScaling", name: "GroupInServiceInstances", dimensions };
    const inService = this.hosts.filter(({ lifecycleState }) => lifecycleState === "InService").length;
    this.metrics.get(region, metric).setLevel(Math.floor(this.core.now / MINUTE) + 1, inService);
  }

  private emit(detailType: string, instanceId: string, detail: Readonly<Record<string, unknown>>): void {
    const { region, attributes } = this.object;
    const resources = [text(attributes["arn"])];
    const named = { AutoScalingGroupName: this.name, EC2InstanceId: instanceId, ...detail };
    this.events.emit({ region, source: "aws.autoscaling", detailType, resources, detail: named });
  }
}
