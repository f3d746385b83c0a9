import type { Context } from "../iam/access";
import type { Core } from "../core";
import { AwsError } from "../errors";
import type { Cluster } from "./cluster";
import type { Service } from "./service";

/** How a request names its cluster: by name or ARN. */
export interface InCluster {
  readonly cluster?: string | undefined;
}

/** Clusters and services as requests name them. */
export class Directory {
  constructor(
    private readonly core: Core,
    private readonly clusters: () => readonly Cluster[],
    private readonly services: () => readonly Service[],
  ) {}

  /** @throws AwsError if there is none */
  cluster({ cluster = "default" }: InCluster, region: string): Cluster {
    const found = this.clusters().find(
      ({ name, arn, object }) => object.region === region && [name, arn].includes(cluster),
    );
    if (found === undefined) throw new AwsError("ClusterNotFoundException", "Cluster not found.");
    return found;
  }

  /** @throws AwsError if there is none that is ACTIVE */
  service({ cluster, service = "" }: InCluster & { readonly service?: string | undefined }, region: string): Service {
    const { arn } = this.cluster({ cluster }, region);
    const found = this.services().find(
      (candidate) => candidate.cluster.arn === arn && [candidate.name, candidate.arn].includes(service),
    );
    if (found?.status === "ACTIVE") return found;
    const name = found === undefined ? "ServiceNotFoundException" : "ServiceNotActiveException";
    throw new AwsError(name, "Service not found.");
  }

  readonly clusterArn = ({ cluster = "default" }: InCluster, region: string): string =>
    cluster.startsWith("arn:") ? cluster : `arn:aws:ecs:${region}:${this.core.account}:cluster/${cluster}`;

  serviceArn(input: InCluster, name = "", region: string): string {
    return name.startsWith("arn:")
      ? name
      : `${this.clusterArn(input, region).replace(":cluster/", ":service/")}/${name}`;
  }

  /** The request's condition key. */
  readonly inCluster = (input: InCluster, region: string): Context => ({
    "ecs:cluster": this.clusterArn(input, region),
  });
}
