/** ARNs in a region by name, where a reference is impossible because the resource is created later or destroyed earlier. */
export interface Arns {
  alarm(name: string): string;
  /** With a wildcard for an ID in the middle, which Auto Scaling assigns. */
  autoScalingGroup(name: string): string;
  backupVault(name: string): string;
  cluster(name: string): string;
  containerInstances(clusterName: string): string;
  /** All in the region, because AWS assigns their names. */
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
