import { text } from "../../provider/values";
import { SECOND, Soon } from "../clock";
import type { Metrics } from "../cloudwatch/metrics";
import type { Core } from "../core";
import type { Machine } from "../ec2/machine";
import type { Machines } from "../ec2/machines";
import type { Events } from "../eventbridge/events";
import { drawn } from "../stages";
import type { Reason } from "../timeline";
import { type AppliedObject, number, tagsOf } from "../terraform/objects";
import type { Activity, GroupHost } from "./group-host";
import { launchOf } from "./launch";
import { Reports } from "./reports";
import { hookOf, requireInBounds, requireKnown, suspendedIn } from "./settings";

/** One Auto Scaling group. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html */
export class Group {
  readonly hosts: GroupHost[] = [];
  readonly activities: Activity[] = [];
  readonly reports: Reports;
  desired: number;
  private readonly next: Soon;
  private readonly random;

  constructor(
    private readonly core: Core,
    public object: AppliedObject,
    private readonly machines: Machines,
    events: Events,
    metrics: Metrics,
  ) {
    requireKnown(object);
    this.random = core.random.fork(this.name);
    this.reports = new Reports(core, () => this.object, events, metrics);
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
  setDesired(desired: number, by: string): void {
    requireInBounds(this.object, desired);
    if (desired !== this.desired) {
      this.core.tell({ kind: "capacity", by, group: this.name, desired }, this.container);
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
    const timeout = (number(hookOf(this.object)?.["heartbeat_timeout"]) ?? 3600) * SECOND;
    host.withdraw?.();
    host.withdraw = this.core.clock.after(timeout, () => {
      this.core.tell({ kind: "hook timeout", host: host.machine.id }, this.container);
      this.proceed(host);
    });
  }

  terminate(host: GroupHost, reason: Reason): void {
    if (host.lifecycleState.startsWith("Terminating")) return;
    this.core.tell({ kind: "termination", host: host.machine.id, reason }, this.container);
    this.move(host, "Terminating");
    const hook = hookOf(this.object);
    if (hook === undefined) {
      this.proceed(host);
      return;
    }
    this.core.clock.after(SECOND, () => {
      this.move(host, "Terminating:Wait");
      this.wait(host);
      this.reports.emit("EC2 Instance-terminate Lifecycle Action", host.machine.id, {
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
    if (!this.isSuspended("Terminate")) for (const host of tooMany) this.terminate(host, "lower capacity");
    this.replaceUnhealthy();
  };

  isSuspended(process: string): boolean {
    return suspendedIn(this.object).includes(process);
  }

  /** Unless suspended, Auto Scaling launches the new one while the old one still terminates. */
  private replaceUnhealthy(): void {
    if (this.isSuspended("ReplaceUnhealthy") || this.isSuspended("Terminate")) return;
    for (const host of this.active.filter(({ healthy }) => !healthy)) {
      this.terminate(host, "unhealthy");
      this.soon(SECOND);
    }
  }

  private launch(): void {
    const { core, random } = this;
    const wanted = launchOf(core, this.object);
    if (typeof wanted === "string") {
      const message = `Could not launch On-Demand Instances. ${wanted} Launching EC2 instance failed.`;
      this.activities.unshift({ startedAt: core.now, failed: true, message });
      if (this.activities.filter(({ failed }) => failed).length === 1)
        core.tell({ kind: "launch failure", group: this.name, problem: message }, this.container);
      this.reports.emit("EC2 Instance Launch Unsuccessful", "", { StatusCode: "Failed", StatusMessage: message });
      this.soon(random.between(30, 60) * SECOND);
      return;
    }
    const machine = this.machines.launch(wanted);
    this.hosts.push({ machine, lifecycleState: "Pending", healthy: true, since: core.now });
    this.note();
    this.activities.unshift({ startedAt: core.now, failed: false, message: "" });
    if (this.active.length < this.desired) this.soon(SECOND);
  }

  private readonly follow = (machine: Machine): void => {
    const host = this.hosts.find((candidate) => candidate.machine === machine);
    if (host === undefined) return;
    if (machine.state === "running" && host.lifecycleState === "Pending") {
      this.move(host, "InService");
      this.reports.emit("EC2 Instance Launch Successful", machine.id, { StatusCode: "InProgress" });
    }
    if (machine.state === "terminated" && host.lifecycleState === "Terminating:Proceed") this.remove(host);
    const isDown = machine.state !== "pending" && machine.state !== "running";
    // Found by EC2's checks within minutes: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html
    if ((isDown || !machine.works) && host.healthy && !host.lifecycleState.startsWith("Terminating")) {
      this.core.clock.after(this.random.between(60, 180) * SECOND, () => this.markUnhealthy(host));
    }
  };

  markUnhealthy(host: GroupHost): void {
    if (!host.healthy || !this.hosts.includes(host)) return;
    host.healthy = false;
    this.note();
    this.core.tell({ kind: "unhealthy", host: host.machine.id }, this.container);
    this.soon(SECOND);
  }

  private remove(host: GroupHost): void {
    this.hosts.splice(this.hosts.indexOf(host), 1);
    this.measure();
    this.reports.emit("EC2 Instance Terminate Successful", host.machine.id, { StatusCode: "InProgress" });
    this.soon(drawn(this.random, "scaled"));
  }

  private move(host: GroupHost, state: GroupHost["lifecycleState"]): void {
    host.lifecycleState = state;
    host.since = this.core.now;
    this.measure();
  }

  private note(): void {
    this.reports.note(this.desired, this.hosts);
  }

  private measure(): void {
    this.note();
    this.reports.measure(this.hosts);
  }
}
