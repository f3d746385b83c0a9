/** ARNs in a region by name, where a reference is impossible because the resource is created later or destroyed earlier. */
export function arns(region: string, accountId: string) {
  const arn = (service: string, resource: string): string => `arn:aws:${service}:${region}:${accountId}:${resource}`;
  return {
    alarm: (name: string) => arn("cloudwatch", `alarm:${name}`),
    /** With a wildcard for an ID in the middle, which Auto Scaling assigns. */
    autoScalingGroup: (name: string) => arn("autoscaling", `autoScalingGroup:*:autoScalingGroupName/${name}`),
    backupVault: (name: string) => arn("backup", `backup-vault:${name}`),
    cluster: (name: string) => arn("ecs", `cluster/${name}`),
    containerInstances: (clusterName: string) => arn("ecs", `container-instance/${clusterName}/*`),
    /** All in the region, because AWS assigns their names. */
    instances: arn("ec2", "instance/*"),
    networkInterfaces: arn("ec2", "network-interface/*"),
    /** All in the region, because AWS assigns their names. */
    recoveryPoints: arn("backup", "recovery-point:*"),
    role: (name: string) => `arn:aws:iam::${accountId}:role/${name}`,
    scheduleGroup: (name: string) => arn("scheduler", `schedule-group/${name}`),
    service: (clusterName: string, name: string) => arn("ecs", `service/${clusterName}/${name}`),
    /** Every revision. */
    taskDefinitions: (family: string) => arn("ecs", `task-definition/${family}:*`),
    tasks: (clusterName: string) => arn("ecs", `task/${clusterName}/*`),
  };
}
export type Arns = ReturnType<typeof arns>;
