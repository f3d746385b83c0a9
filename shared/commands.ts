import { containerNames } from "./container-names";
import { QUERY_LOG_REGION } from "./regions";
import { RUN_COMMAND, type KeeperSettings } from "./function-settings";

/** Duration in the ready-made command `hold`. */
const HOLD_MINUTES = 180;

/** The keeper that a command is for. */
export type OneKeeper = Pick<KeeperSettings, "project" | "container" | "region">;

/** What the command `hold` does, after "keep valheim". */
export const HOLD = `running with nobody connected, for ${HOLD_MINUTES} minutes from now (change the number as you like; 0 ends the hold)`;

/** Commands to paste, for AWS CLI 2 in any shell of Linux, macOS or AWS CloudShell. */
export function commandsFor({ project, container, region }: OneKeeper) {
  const { keeper, holdParameter, logGroups } = containerNames(project, container);
  // Without --cli-binary-format the CLI expects base64: https://docs.aws.amazon.com/lambda/latest/dg/invocation-sync.html
  const invoke = (payload: object): string =>
    `aws lambda invoke --region ${region} --function-name ${keeper} ` +
    `--cli-binary-format raw-in-base64-out --payload '${JSON.stringify(payload)}' /dev/stdout`;
  const tail = (logGroup: string, logRegion: string, since = "3h"): string =>
    `aws logs tail ${logGroup} --region ${logRegion} --since ${since}`;
  return {
    look: invoke({ command: "look" }),
    wake: invoke({ command: "wake" }),
    sleep: invoke({ command: "sleep" }),
    /** Runs a scheduled service now. */
    run: (service: string) => invoke({ command: RUN_COMMAND, service }),
    /** With a duration, because a time could be over when the command is pasted. */
    hold: invoke({ command: "hold", minutes: HOLD_MINUTES }),
    /**
     * Resets the hold parameter. It may be missing, and creating it requires --type.
     * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
     */
    clearHold: `aws ssm put-parameter --region ${region} --name ${holdParameter} --type String --overwrite --value none`,
    /** DNS queries for the address, with time, name, type and resolver. */
    queryLog: tail(logGroups.queries, QUERY_LOG_REGION, "1d"),
    /** The container's output. */
    containerLog: tail(logGroups.container, region),
    /** That of one of its services: its log streams begin with its name. */
    serviceLog: (service: string, since?: string) =>
      `${tail(logGroups.container, region, since)} --log-stream-name-prefix ${service}/`,
    /** The log of keeper: its readings and decisions. */
    keeperLog: tail(logGroups.keeper, region),
    wakeLog: tail(logGroups.wake, QUERY_LOG_REGION),
  };
}

/** The container's configuration file. */
export const configFile = ({ container }: Pick<OneKeeper, "container">): string => `configs/${container}.yaml`;
