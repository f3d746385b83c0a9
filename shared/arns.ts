/** ARNs of a region by name: for what must not refer to a resource, because it is defined before it or outlives it. */
export interface Arns {
  alarm(name: string): string;
  /** Auto Scaling puts an id of its own in the middle, which nobody knows at synthesis. */
  autoScalingGroup(name: string): string;
  backupVault(name: string): string;
  cluster(name: string): string;
  containerInstances(clusterName: string): string;
  /** All of the region: they are named by AWS. */
  readonly recoveryPoints: string;
  role(name: string): string;
  service(clusterName: string, name: string): string;
  tasks(clusterName: string): string;
}

export function arns(region: string, accountId: string): Arns {
  const arn = (service: string, resource: string): string => `arn:aws:${service}:${region}:${accountId}:${resource}`;
  return {
    alarm: (name) => arn("cloudwatch", `alarm:${name}`),
    autoScalingGroup: (name) => arn("autoscaling", `autoScalingGroup:*:autoScalingGroupName/${name}`),
    backupVault: (name) => arn("backup", `backup-vault:${name}`),
    cluster: (name) => arn("ecs", `cluster/${name}`),
    containerInstances: (clusterName) => arn("ecs", `container-instance/${clusterName}/*`),
    recoveryPoints: arn("backup", "recovery-point:*"),
    role: (name) => `arn:aws:iam::${accountId}:role/${name}`,
    service: (clusterName, name) => arn("ecs", `service/${clusterName}/${name}`),
    tasks: (clusterName) => arn("ecs", `task/${clusterName}/*`),
  };
}
