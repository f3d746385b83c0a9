/**
 * Route 53 writes query logs to us-east-1 only, and CloudWatch Logs invokes functions in its own region only.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateQueryLoggingConfig.html
 */
export const QUERY_LOG_REGION = "us-east-1";

/** Hour (UTC) at night near a region, when a backup is unlikely to run while a game writes. */
export function nightHourUtc(region: string): number {
  const continent = region.slice(0, 2);
  if (["us", "ca", "mx", "sa"].includes(continent)) return 10;
  return continent === "ap" ? 20 : 2;
}
