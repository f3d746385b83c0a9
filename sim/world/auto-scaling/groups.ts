import { text } from "../../provider/values";
import { SECOND } from "../clock";
import type { Core } from "../core";
import type { Machine } from "../ec2/machine";
import { AwsError } from "../errors";
import type { Group } from "./group";
import { capacityFor } from "./settings";

/** Auto Scaling: groups by name. */
export class Groups {
  readonly all = new Map<string, Group>();

  constructor(
    private readonly core: Core,
    private readonly make: (object: Group["object"]) => Group,
  ) {
    this.refresh();
  }

  /** Takes over what an apply has changed. */
  refresh(): void {
    const applied = this.core.objects.all("aws_autoscaling_group");
    for (const object of applied) {
      const existing = this.all.get(text(object.attributes["name"]));
      if (existing === undefined) this.all.set(text(object.attributes["name"]), this.make(object));
      else {
        existing.object = object;
        existing.measure();
      }
    }
    for (const [name, { object }] of this.all) if (!applied.includes(object)) this.all.delete(name);
  }

  /** Applies the scaling policy of an alarm's action. */
  scale(policyArn: string, value: number, threshold: number): void {
    const policy = this.core.objects.find("aws_autoscaling_policy", { arn: policyArn })?.attributes;
    const group = policy && this.all.get(text(policy["autoscaling_group_name"]));
    if (policy === undefined || group === undefined || group.isSuspended("AlarmNotification")) return;
    const capacity = capacityFor(policy, value, threshold);
    if (capacity !== undefined && capacity !== group.desired)
      group.setDesired(capacity, `policy ${text(policy["name"])}`);
  }

  /** https://docs.aws.amazon.com/autoscaling/ec2/userguide/retrieving-target-lifecycle-state-through-imds.html */
  lifecycleState(machine: Machine): "InService" | "Terminated" | undefined {
    const { now, uncertain } = this.core;
    const members = [...this.all.values()].flatMap(({ hosts }) => hosts);
    const member = members.find((host) => host.machine === machine);
    if (member === undefined || uncertain.lifecycleState === "never") return undefined;
    const late = uncertain.lifecycleState === "30 s later" ? 30 * SECOND : 0;
    const isWaiting = member.lifecycleState === "Terminating:Wait" && now - member.since >= late;
    return isWaiting || member.lifecycleState === "Terminating:Proceed" ? "Terminated" : "InService";
  }

  /** @throws AwsError if there is none */
  named(name: string | undefined, region: string): Group {
    const group = this.all.get(name ?? "");
    if (group?.object.region === region) return group;
    throw new AwsError("ValidationError", `Group ${name ?? ""} not found`);
  }
}
