import { text } from "../../provider/values";
import { SECOND } from "../clock";
import type { Metrics } from "../cloudwatch/metrics";
import type { Core } from "../core";
import type { Machines } from "../ec2/machines";
import type { Events } from "../eventbridge/events";
import { drawDuration } from "../stages";
import type { Reason } from "../timeline";
import { type AppliedObject, number, tagsOf } from "../terraform/objects";
import type { GroupHost } from "./group-host";
import { Reports } from "./reports";
import { hookOf, requireSupported } from "./settings";

/** The hosts of a group, and how they leave it. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html */
export abstract class Members {
  readonly hosts: GroupHost[] = [];
  readonly reports: Reports;
  desired: number;
  protected readonly random;

  constructor(
    protected readonly core: Core,
    public object: AppliedObject,
    protected readonly machines: Machines,
    events: Events,
    metrics: Metrics,
  ) {
    requireSupported(object);
    this.random = core.random.fork(this.name);
    this.reports = new Reports(core, () => this.object, events, metrics);
    this.desired = number(object.attributes["desired_capacity"]) ?? 0;
    this.measure();
  }

  get name(): string {
    return text(this.object.attributes["name"]);
  }
  get container(): string | undefined {
    return tagsOf(this.object)["Container"];
  }
  /** The hosts that count towards the capacity: those not terminating. */
  get active(): readonly GroupHost[] {
    return this.hosts.filter(({ lifecycleState }) => lifecycleState === "Pending" || lifecycleState === "InService");
  }

  /** Brings the group to its desired capacity after a delay. */
  abstract soon(milliseconds: number): void;

  /** Ends the wait of a host in its hook. */
  proceed(host: GroupHost): void {
    host.cancelTimeout?.();
    delete host.cancelTimeout;
    this.move(host, "Terminating:Proceed");
    if (host.machine.state === "terminated") this.remove(host);
    else this.machines.terminate(host.machine);
  }

  /** https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks-overview.html */
  wait(host: GroupHost): void {
    const timeout = (number(hookOf(this.object)?.["heartbeat_timeout"]) ?? 3600) * SECOND;
    host.cancelTimeout?.();
    host.cancelTimeout = this.core.clock.after(timeout, () => {
      this.core.record({ kind: "hook timeout", host: host.machine.id }, this.container);
      this.proceed(host);
    });
  }

  terminate(host: GroupHost, reason: Reason): void {
    if (host.lifecycleState.startsWith("Terminating")) return;
    this.core.record({ kind: "termination", host: host.machine.id, reason }, this.container);
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

  protected remove(host: GroupHost): void {
    this.hosts.splice(this.hosts.indexOf(host), 1);
    this.measure();
    this.reports.emit("EC2 Instance Terminate Successful", host.machine.id, { StatusCode: "InProgress" });
    this.soon(drawDuration(this.random, "scaled"));
  }

  protected move(host: GroupHost, state: GroupHost["lifecycleState"]): void {
    host.lifecycleState = state;
    host.since = this.core.now;
    this.measure();
  }

  protected note(): void {
    this.reports.note(this.desired, this.hosts);
  }

  measure(): void {
    this.note();
    this.reports.measure(this.hosts);
  }
}
