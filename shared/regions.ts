/**
 * Route 53 writes query logs to us-east-1 only, and CloudWatch Logs calls functions of its own region only.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateQueryLoggingConfig.html
 */
export const QUERY_LOG_REGION = "us-east-1";

/** Hour (UTC) at which people near a region sleep: backups are not crash-consistent while a game writes. */
export function nightHourUtc(region: string): number {
  const continent = region.slice(0, 2);
  if (["us", "ca", "mx", "sa"].includes(continent)) return 10;
  return continent === "ap" ? 20 : 2;
}
