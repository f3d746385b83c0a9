import { RUN_COMMAND } from "../../shared/function-settings";
import type { FailedJob, Trigger } from "./facts";
import { instantOf } from "./time";

type Fields = Readonly<Record<string, unknown>>;

const COMMANDS = ["look", "wake", "sleep"] as const;
/** A week: whoever wants it up for longer wants another mode. */
const LONGEST_HOLD_MINUTES = 7 * 24 * 60;
const UNKNOWN: Trigger = { name: "unknown event" };
/** How much of an event's own words goes into the log. */
const LONGEST = 60;

/** Events of EventBridge, by their detail-type; those of Auto Scaling are called as they are. */
const EVENTS: Readonly<Record<string, (detail: Fields) => Trigger>> = {
  "Scheduled Event": () => ({ name: "schedule" }),
  "CloudWatch Alarm State Change": alarmTrigger,
  "ECS Task State Change": ({ lastStatus }) => ({ name: `task ${words(lastStatus)}`, ofCluster: true }),
  "ECS Container Instance State Change": ({ status }) => ({ name: `agent ${words(status)}`, ofCluster: true }),
  "ECS Service Action": ({ eventName }) => ({ name: `service ${words(eventName)}` }),
  "Backup Job State Change": (detail) => jobTrigger("backup", detail),
  "Restore Job State Change": (detail) => jobTrigger("restore", detail),
};

/**
 * Why keeper looks: {"query": "2026-11-21T19:58:03.120Z"} from wake, {"command": "look"|"wake"|"sleep"} or
 * {"command": "hold", "minutes": 120} by hand, {"command": "run", …} from Scheduler, or an event of EventBridge. Anything else is a reason to look, too; keeper
 * reads for itself what is the case.
 *
 * @throws Error for a hold without a number of minutes: otherwise people would believe that it is in effect
 */
export function triggerOf(event: unknown): Trigger {
  if (!isFields(event)) return UNKNOWN;
  const { query, command, source, detail } = event;
  if (query !== undefined) return queryTrigger(query);
  const known = COMMANDS.find((name) => name === command);
  if (known !== undefined) return { name: `${known} by hand`, command: known };
  if (command === "hold") return holdTrigger(event.minutes);
  if (command === RUN_COMMAND) return runTrigger(event);

  const detailType = event["detail-type"];
  if (typeof source !== "string" || typeof detailType !== "string") return UNKNOWN;
  if (source === "aws.autoscaling") return { name: words(detailType) };
  const read = Object.hasOwn(EVENTS, detailType) ? EVENTS[detailType] : undefined;
  return read?.(isFields(detail) ? detail : {}) ?? UNKNOWN;
}

/** Names of an event's fields, for the log: what is in them may be anybody's. */
export const fieldsOf = (event: unknown): readonly string[] =>
  isFields(event) ? Object.keys(event).slice(0, 20).map(words) : [typeof event];

function queryTrigger(query: unknown): Trigger {
  const time = typeof query === "string" ? instantOf(query) : undefined;
  return time === undefined ? { name: `query at an unreadable time, ${words(query)}` } : { name: "query", query: time };
}

function holdTrigger(minutes: unknown): Trigger {
  const isPossible = typeof minutes === "number" && Number.isInteger(minutes) && minutes >= 0;
  if (!isPossible || minutes > LONGEST_HOLD_MINUTES) {
    throw new Error(
      `hold needs whole minutes from 0 (no longer) to ${LONGEST_HOLD_MINUTES}, like {"command":"hold","minutes":120}`,
    );
  }
  return { name: "hold by hand", command: "hold", holdMinutes: minutes };
}

/** From EventBridge Scheduler with the time at which it is due, or by hand without one. */
function runTrigger({ service, at }: Fields): Trigger {
  const dueAt = typeof at === "string" ? instantOf(at) : undefined;
  if (typeof service !== "string" || (dueAt === undefined && at !== undefined)) {
    throw new Error(`run needs the name of a scheduled service, like {"command":"run","service":"scraper"}`);
  }
  return { name: `run ${words(service)}`, run: { service, dueAt } };
}

/** Backup jobs have a state, restore jobs a status: https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html */
function jobTrigger(job: FailedJob["job"], detail: Fields): Trigger {
  const [state, status, vaultArn, why] = ["state", "status", "backupVaultArn", "statusMessage"].map((name) =>
    typeof detail[name] === "string" ? detail[name] : "",
  );
  const said = state === "" ? status : state;
  const failedJob = { job, state: words(said), vault: words(vaultArn?.split(":").at(-1)), why: why ?? "" };
  return { name: `${job} job ${words(said)}`, failedJob };
}

function alarmTrigger({ alarmName, state }: Fields): Trigger {
  const value = isFields(state) ? state.value : undefined;
  if (typeof alarmName !== "string") return UNKNOWN;
  const name = `alarm ${words(alarmName)}`;
  return value === "ALARM" ? { name, alarm: alarmName } : { name: `${name} is ${words(value)}` };
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const words = (value: unknown): string => (typeof value === "string" ? value : typeof value).slice(0, LONGEST);
