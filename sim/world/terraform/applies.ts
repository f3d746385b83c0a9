import type { Groups } from "../auto-scaling/groups";
import { SECOND } from "../clock";
import type { Core } from "../core";
import type { Ecs } from "../ecs/ecs";
import { TERRAFORM } from "../timeline";
import type { AppliedObject } from "./objects";

/** What Terraform does while the world runs: later applies, and `terraform destroy`. */
export class Terraform {
  /** @param others what to refresh after an apply, besides groups and ECS */
  constructor(
    private readonly core: Core,
    private readonly groups: Groups,
    private readonly ecs: Ecs,
    private readonly others: readonly { refresh(): void }[],
  ) {}

  apply(objects: readonly AppliedObject[]): void {
    this.core.record({ kind: "apply" });
    this.set(objects);
  }

  destroy([object, ...rest]: readonly AppliedObject[]): void {
    if (object === undefined) {
      this.core.record({ kind: "destroyed" });
      return;
    }
    const isGone = this.end(object);
    const wait = (): void => {
      if (!isGone()) return void this.core.clock.after(5 * SECOND, wait);
      const { objects } = this.core;
      this.set(objects.list.filter((other) => other !== object));
      this.core.clock.after(SECOND, () => this.destroy(rest));
    };
    wait();
  }

  /** Starts to delete an object. A service, a group and a cluster have something to end first. */
  private end({ type, id, attributes }: AppliedObject): () => boolean {
    if (type === "aws_ecs_service") {
      const service = this.ecs.services.find(({ arn }) => arn === attributes["arn"]);
      service?.delete();
      return () => service?.cluster.tasks.every(({ desiredStatus }) => desiredStatus === "STOPPED") ?? true;
    }
    if (type === "aws_autoscaling_group") {
      const group = this.groups.all.get(id);
      group?.setDesired(0, TERRAFORM);
      return () => (group?.hosts.length ?? 0) === 0;
    }
    if (type === "aws_ecs_cluster") {
      const cluster = this.ecs.clusters.find(({ arn }) => arn === attributes["arn"]);
      return () => (cluster?.hosts.length ?? 0) === 0;
    }
    return () => true;
  }

  private set(objects: readonly AppliedObject[]): void {
    this.core.objects.set(objects);
    for (const part of [this.groups, ...this.others, this.ecs]) part.refresh();
  }
}
