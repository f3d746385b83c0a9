import type { KeeperSettings } from "../settings";
import { MINUTE, type Instant } from "../time";

/** Route 53 writes query logs there only, so wake is there, too. */
const QUERY_LOG_REGION = "us-east-1";

/** What people do by hand, as commands ready to paste; AWS CLI 2. */
export const wakeCommand = (settings: KeeperSettings): string => invoke(settings, "wake");
export const sleepCommand = (settings: KeeperSettings): string => invoke(settings, "sleep");

function invoke({ project, container, region }: KeeperSettings, command: string): string {
  return (
    `aws lambda invoke --region ${region} --function-name ${project}-${container}-keeper ` +
    `--cli-binary-format raw-in-base64-out --payload '{"command":"${command}"}' /dev/stdout`
  );
}

/** Keeps the container up until a full hour, at least so many hours from now. */
export function holdCommand({ region, holdParameter }: KeeperSettings, now: Instant, hours = 3): string {
  const hour = 60 * MINUTE;
  const until = new Date(Math.ceil(now / hour + hours) * hour).toISOString().replace(":00.000Z", "Z");
  return `aws ssm put-parameter --region ${region} --name ${holdParameter} --overwrite --value ${until}`;
}

/** Who asked DNS for the address: time, name, type and resolver of every query. */
export const queryLogCommand = ({ queryLogGroup }: KeeperSettings): string =>
  tail(queryLogGroup, QUERY_LOG_REGION, "1d");

/** What the container printed. */
export const containerLogCommand = ({ containerLogGroup, region }: KeeperSettings): string =>
  tail(containerLogGroup, region);

/** What keeper saw and decided. */
export const keeperLogCommand = ({ project, container, region }: KeeperSettings): string =>
  tail(`/aws/lambda/${project}-${container}-keeper`, region);

export const wakeLogCommand = ({ project, container }: KeeperSettings): string =>
  tail(`/aws/lambda/${project}-${container}-wake`, QUERY_LOG_REGION);

const tail = (logGroup: string, region: string, since = "3h"): string =>
  `aws logs tail ${logGroup} --region ${region} --since ${since}`;

/** The file whose settings the container has. */
export const configFile = ({ container }: KeeperSettings): string => `configs/${container}.yaml`;
