import { SECOND, Soon } from "../clock";
import type { Machine } from "../ec2/machine";
import { drawDuration } from "../stages";
import type { Activity, GroupHost } from "./group-host";
import { Members } from "./members";
import { launchOf, requireInBounds, suspendedIn } from "./settings";

/** An Auto Scaling group: how many hosts it has. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html */
export class Group extends Members {
  readonly activities: Activity[] = [];
  private readonly next: Soon;

  constructor(...parts: ConstructorParameters<typeof Members>) {
    super(...parts);
    this.next = new Soon(this.core.clock, this.reconcile);
    this.machines.onChange(this.follow);
  }

  /** @throws AwsError if the group's bounds do not allow it */
  setDesired(desired: number, by: string): void {
    requireInBounds(this.object, desired);
    if (desired !== this.desired) {
      this.core.record({ kind: "capacity", by, group: this.name, desired }, this.container);
      this.desired = desired;
      this.note();
    }
    this.soon(this.core.uncertain.scaling === "seconds" ? drawDuration(this.random, "scaled") : 30 * SECOND);
  }

  /** The instance leaves the group and runs on. */
  detach(host: GroupHost, decrement: boolean): void {
    this.hosts.splice(this.hosts.indexOf(host), 1);
    if (decrement) this.desired = Math.max(0, this.desired - 1);
    this.measure();
    this.soon(drawDuration(this.random, "scaled"));
  }

  override soon(milliseconds: number): void {
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
    const launch = launchOf(core, this.object);
    if (typeof launch === "string") {
      const message = `Could not launch On-Demand Instances. ${launch} Launching EC2 instance failed.`;
      this.activities.unshift({ startedAt: core.now, failed: true, message });
      if (this.activities.filter(({ failed }) => failed).length === 1)
        core.record({ kind: "launch failure", group: this.name, problem: message }, this.container);
      this.reports.emit("EC2 Instance Launch Unsuccessful", "", { StatusCode: "Failed", StatusMessage: message });
      this.soon(random.between(30, 60) * SECOND);
      return;
    }
    const machine = this.machines.launch(launch);
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
    this.core.record({ kind: "unhealthy", host: host.machine.id }, this.container);
    this.soon(SECOND);
  }
}
