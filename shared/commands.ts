import { containerNames } from "./container-names";
import { QUERY_LOG_REGION } from "./regions";
import type { KeeperSettings } from "./function-settings";

/** How long the ready command holds a container. */
const HOLD_MINUTES = 180;

/** Which keeper a command is for. */
export type OneKeeper = Pick<KeeperSettings, "project" | "container" | "region">;

/** What people do by hand, as commands ready to paste: AWS CLI 2, in any shell of Linux, macOS or AWS CloudShell. */
export const lookCommand = (keeper: OneKeeper): string => invoke(keeper, { command: "look" });
export const wakeCommand = (keeper: OneKeeper): string => invoke(keeper, { command: "wake" });
export const sleepCommand = (keeper: OneKeeper): string => invoke(keeper, { command: "sleep" });
/** It names no time, which could have passed when somebody pastes it. */
export const holdCommand = (keeper: OneKeeper): string => invoke(keeper, { command: "hold", minutes: HOLD_MINUTES });
/** What that does, after "keep valheim". */
export const HELD = `running with nobody connected, for ${HOLD_MINUTES} minutes from now (change the number as you like; 0 ends the hold)`;

/** --cli-binary-format: without it the CLI takes the payload for base64, https://docs.aws.amazon.com/lambda/latest/dg/invocation-sync.html */
function invoke({ project, container, region }: OneKeeper, payload: object): string {
  return (
    `aws lambda invoke --region ${region} --function-name ${containerNames(project, container).keeper} ` +
    `--cli-binary-format raw-in-base64-out --payload '${JSON.stringify(payload)}' /dev/stdout`
  );
}

/**
 * Makes the hold parameter readable again. It may be missing, and a new one needs its type.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export const clearHoldCommand = ({ project, container, region }: OneKeeper): string =>
  `aws ssm put-parameter --region ${region} --name ${containerNames(project, container).holdParameter} --type String --overwrite --value none`;

/** Who asked DNS for the address: time, name, type and resolver of every query. */
export const queryLogCommand = ({ project, container }: OneKeeper): string =>
  tail(containerNames(project, container).logGroups.queries, QUERY_LOG_REGION, "1d");

/** What the container printed. */
export const containerLogCommand = ({ project, container, region }: OneKeeper): string =>
  tail(containerNames(project, container).logGroups.container, region);

/** What keeper saw and decided. */
export const keeperLogCommand = ({ project, container, region }: OneKeeper): string =>
  tail(containerNames(project, container).logGroups.keeper, region);

export const wakeLogCommand = ({ project, container }: OneKeeper): string =>
  tail(containerNames(project, container).logGroups.wake, QUERY_LOG_REGION);

const tail = (logGroup: string, region: string, since = "3h"): string =>
  `aws logs tail ${logGroup} --region ${region} --since ${since}`;

/** The file whose settings the container has. */
export const configFile = ({ container }: Pick<OneKeeper, "container">): string => `configs/${container}.yaml`;
