import { AutoscalingGroup, type AutoscalingGroupConfig } from "@cdktf/provider-aws/lib/autoscaling-group";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { DRAIN_HOOK } from "../../../shared/drain-hook";
import type { ContainerNames } from "../../../shared/container-names";
import { nameTag } from "../../../shared/tags";

const HOOK = {
  name: DRAIN_HOOK.name,
  lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
  heartbeatTimeout: DRAIN_HOOK.heartbeatSeconds,
  defaultResult: "CONTINUE",
};

export interface HostGroupProps {
  readonly names: ContainerNames;
  readonly templateId: string;
  /** In order of preference. */
  readonly instanceTypes: readonly string[];
  readonly subnetIds: string[];
  /**
   * True: CloudWatch gets the metric of the alarm left-up. False where there is no such alarm: with points from before it,
   * an alarm that comes with a later change would stop what has been running for long.
   */
  readonly countsHosts: boolean;
  /** All tags of the stack. Hosts get their tags from the template. */
  readonly tags: Readonly<Record<string, string>>;
  /** Everything that a running host or keeper needs: the group is destroyed first, and waits for its host. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * No host or one. Desired capacity is not set here: keeper owns it, and an apply must not end a game.
 */
export class HostGroup extends Construct {
  readonly group: AutoscalingGroup;

  constructor(scope: Construct, id: string, props: HostGroupProps) {
    super(scope, id);
    const { names, templateId, instanceTypes, subnetIds, countsHosts, tags, dependsOn } = props;
    const name = names.group;
    this.group = new AutoscalingGroup(this, "Resource", {
      name,
      minSize: 0,
      maxSize: 1,
      vpcZoneIdentifier: subnetIds,
      ...launch(templateId, instanceTypes),
      healthCheckType: "EC2",
      // Auto Scaling would start a new host while the old one still saves. Keeper waits until the old one is gone.
      suspendedProcesses: ["AZRebalance", "ReplaceUnhealthy"],
      initialLifecycleHook: [HOOK],
      enabledMetrics: countsHosts ? ["GroupInServiceInstances"] : undefined,
      metricsGranularity: "1Minute",
      waitForCapacityTimeout: "0",
      tag: Object.entries({ ...tags, ...nameTag(name) }).map(([key, value]) => ({
        key,
        value,
        propagateAtLaunch: false,
      })),
      timeouts: { delete: "30m" },
      dependsOn: [...dependsOn],
    });
  }
}

/** One type from the template; several by a mixed instances policy, on demand, in the given order. */
function launch(
  templateId: string,
  instanceTypes: readonly string[],
): Pick<AutoscalingGroupConfig, "launchTemplate" | "mixedInstancesPolicy"> {
  const version = "$Latest"; // resolved at launch, so the next wake uses the newest version without a change of the group
  if (instanceTypes.length === 1) return { launchTemplate: { id: templateId, version } };
  return {
    mixedInstancesPolicy: {
      instancesDistribution: {
        onDemandAllocationStrategy: "prioritized",
        onDemandBaseCapacity: 0,
        onDemandPercentageAboveBaseCapacity: 100,
      },
      launchTemplate: {
        launchTemplateSpecification: { launchTemplateId: templateId, version },
        override: instanceTypes.map((instanceType) => ({ instanceType })),
      },
    },
  };
}
