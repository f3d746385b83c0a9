import { text, texts } from "../../provider/values";
import { Past } from "../api/past";
import { MINUTE } from "../clock";
import type { Metrics } from "../cloudwatch/metrics";
import type { Core } from "../core";
import type { Events } from "../eventbridge/events";
import type { AppliedObject } from "../terraform/objects";
import type { DescribedGroup, GroupHost } from "./group-host";

/** What Auto Scaling reports about a group: descriptions, a metric, events. */
export class Reports {
  readonly past = new Past<DescribedGroup>();

  constructor(
    private readonly core: Core,
    private readonly group: () => AppliedObject,
    private readonly events: Events,
    private readonly metrics: Metrics,
  ) {}

  /** Records what a description says from now on. */
  note(desired: number, hosts: readonly GroupHost[]): void {
    const shown = hosts.map(({ machine: { id }, lifecycleState, healthy }) => ({ id, lifecycleState, healthy }));
    this.past.note(this.core.now, { desired, hosts: shown });
  }

  /**
   * Free, each minute while the collection is on, even when it is 0 ("Reported if metrics collection is enabled", where others are reported only if nonzero):
   * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html
   */
  measure(hosts: readonly GroupHost[]): void {
    const { region, attributes } = this.group();
    const isEnabled = texts(attributes["enabled_metrics"]).includes("GroupInServiceInstances");
    const dimensions = { AutoScalingGroupName: text(attributes["name"]) };
    const metric = { namespace: "AWS/AutoScaling", name: "GroupInServiceInstances", dimensions };
    const inService = hosts.filter(({ lifecycleState }) => lifecycleState === "InService").length;
    this.metrics
      .get(region, metric)
      .setLevel(Math.floor(this.core.now / MINUTE) + 1, isEnabled ? inService : undefined);
  }

  emit(detailType: string, instanceId: string, detail: Readonly<Record<string, unknown>>): void {
    const { region, attributes } = this.group();
    const resources = [text(attributes["arn"])];
    const named = { AutoScalingGroupName: text(attributes["name"]), EC2InstanceId: instanceId, ...detail };
    this.events.emit({ region, source: "aws.autoscaling", detailType, resources, detail: named });
  }
}
