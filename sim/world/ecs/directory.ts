import type { Calls } from "../api/calls";
import type { CommandClass, RequiredPermission, Input, Output } from "../api/operation";
import type { Core } from "../core";
import { AwsError } from "../errors";
import type { Cluster } from "./cluster";
import type { Ecs } from "./ecs";
import type { Service } from "./service";

/** The cluster of a request, as a name or an ARN. */
interface InCluster {
  readonly cluster?: string | undefined;
}

/** ECS's API: finds the clusters and services that requests name. */
export class Directory {
  constructor(
    readonly core: Core,
    private readonly calls: Calls,
    private readonly ecs: Ecs,
  ) {}

  /**
   * Defines ECS's answer to a call about a cluster or its contents.
   *
   * @param arnsOf the ARNs that the call is checked against, with the cluster as condition key; by default the cluster
   */
  on<C extends CommandClass>(
    command: C,
    action: string,
    answer: (cluster: Cluster, input: Input<C>) => Output<C>,
    arnsOf?: (input: Input<C>, clusterArn: string) => readonly string[],
    dependentActions?: (input: Input<C>) => readonly RequiredPermission[],
  ): void {
    const arnOf = ({ cluster = "default" }: InCluster, region: string): string =>
      cluster.startsWith("arn:") ? cluster : `arn:aws:ecs:${region}:${this.core.account}:cluster/${cluster}`;
    this.calls.on<C>(command, {
      action,
      resources: (input, region) => arnsOf?.(input, arnOf(input, region)) ?? [arnOf(input, region)],
      context: (input, region) => (arnsOf === undefined ? {} : { "ecs:cluster": arnOf(input, region) }),
      dependentActions,
      answer: (input, region) => answer(this.cluster(input, region), input),
    });
  }

  private cluster({ cluster = "default" }: InCluster, region: string): Cluster {
    const found = this.ecs.clusters.find(
      ({ name, arn, object }) => object.region === region && [name, arn].includes(cluster),
    );
    if (found === undefined) throw new AwsError("ClusterNotFoundException", "Cluster not found.");
    return found;
  }

  /** @throws AwsError if there is none that is ACTIVE */
  service(cluster: Cluster, named = ""): Service {
    const found = this.ecs.services.find(
      (service) => service.cluster.arn === cluster.arn && [service.name, service.arn].includes(named),
    );
    if (found?.status === "ACTIVE") return found;
    const name = found === undefined ? "ServiceNotFoundException" : "ServiceNotActiveException";
    throw new AwsError(name, "Service not found.");
  }
}
