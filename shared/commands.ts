import { containerNames } from "./container-names";
import { QUERY_LOG_REGION } from "./regions";
import type { KeeperSettings } from "./function-settings";

/** Duration in the ready-made command `hold`. */
const HOLD_MINUTES = 180;

/** The keeper that a command is for. */
export type OneKeeper = Pick<KeeperSettings, "project" | "container" | "region">;

/** Commands to paste, for AWS CLI 2 in any shell of Linux, macOS or AWS CloudShell. */
export const lookCommand = (keeper: OneKeeper): string => invoke(keeper, { command: "look" });
export const wakeCommand = (keeper: OneKeeper): string => invoke(keeper, { command: "wake" });
export const sleepCommand = (keeper: OneKeeper): string => invoke(keeper, { command: "sleep" });
/** With a duration, because a time could be over when the command is pasted. */
export const holdCommand = (keeper: OneKeeper): string => invoke(keeper, { command: "hold", minutes: HOLD_MINUTES });
/** What the command `hold` does, after "keep valheim". */
export const HOLD = `running with nobody connected, for ${HOLD_MINUTES} minutes from now (change the number as you like; 0 ends the hold)`;

/** Without --cli-binary-format the CLI expects base64: https://docs.aws.amazon.com/lambda/latest/dg/invocation-sync.html */
function invoke({ project, container, region }: OneKeeper, payload: object): string {
  return (
    `aws lambda invoke --region ${region} --function-name ${containerNames(project, container).keeper} ` +
    `--cli-binary-format raw-in-base64-out --payload '${JSON.stringify(payload)}' /dev/stdout`
  );
}

/**
 * Resets the hold parameter. It may be missing, and creating it requires --type.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export const clearHoldCommand = ({ project, container, region }: OneKeeper): string =>
  `aws ssm put-parameter --region ${region} --name ${containerNames(project, container).holdParameter} --type String --overwrite --value none`;

/** DNS queries for the address, with time, name, type and resolver. */
export const queryLogCommand = ({ project, container }: OneKeeper): string =>
  tail(containerNames(project, container).logGroups.queries, QUERY_LOG_REGION, "1d");

/** The container's output, or that of one of its services: its log streams begin with its name. */
export const containerLogCommand = ({ project, container, region }: OneKeeper, service?: string): string =>
  tail(containerNames(project, container).logGroups.container, region) +
  (service === undefined ? "" : ` --log-stream-name-prefix ${service}/`);

/** The log of keeper: its readings and decisions. */
export const keeperLogCommand = ({ project, container, region }: OneKeeper): string =>
  tail(containerNames(project, container).logGroups.keeper, region);

export const wakeLogCommand = ({ project, container }: OneKeeper): string =>
  tail(containerNames(project, container).logGroups.wake, QUERY_LOG_REGION);

const tail = (logGroup: string, region: string, since = "3h"): string =>
  `aws logs tail ${logGroup} --region ${region} --since ${since}`;

/** The container's configuration file. */
export const configFile = ({ container }: Pick<OneKeeper, "container">): string => `configs/${container}.yaml`;
