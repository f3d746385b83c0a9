import { type Instant, SECOND } from "../world/clock";
import type { World } from "../world/world";

/**
 * Who asks is known a minute later: Route 53 writes its log within seconds, and Lambda may keep an event waiting; by the
 * metric, which tells a person from a monitor, when CloudWatch shows it. The second of the reasons in excuses.ts.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html
 */
export const QUERY_KNOWN = 60 * SECOND;

/** When a query that is asked then is in the log. */
export const loggedAt = ({ world }: { readonly world: World }, queried: Instant): Instant =>
  queried + (world.faults.logDelaySeconds({ at: queried }) ?? 0) * SECOND;
