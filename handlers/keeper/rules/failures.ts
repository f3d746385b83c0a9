import type { Ending, Mail, Step, Stop } from "../decision";
import type { Memory } from "../memory";
import type { Scene } from "./scene";
import { tellToday } from "./told";

const DAY_MINUTES = 24 * 60;
/** From so many failed sessions of one cause in 24 h on, one mail a day tells of them. */
const OFTEN = 3;
/** ECS's reasons begin with one of these: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html */
const ERROR_TYPE = /^\w+Error\b/;

/** Begins the topic of what is not told again today. */
const FAILING = "failing: ";

/** True on a day whose failures, of one cause at least, are not told any more. */
export const isFailing = ({ told }: Memory["day"]): boolean => told.some((topic) => topic.startsWith(FAILING));

interface End {
  readonly mail: Extract<Mail, { kind: "asleep" }>;
  readonly why: string;
}

/** The mail of a session's end. What keeps failing for the same reason is told once a day, by a mail that says so. */
export function tellEnd(scene: Scene, memory: Memory, { mail, why }: End): Step {
  const told: Step = { memory, actions: [{ do: "mail", mail, why }] };
  const cause = causeOf(mail.ending);
  if (cause === undefined) return told;
  const failures = { ...memory.failures, [cause]: [...(memory.failures?.[cause] ?? []), scene.now] };
  const recent = Object.entries(failures)
    .map(([name, times]) => [name, times.filter((at) => !scene.isOver(DAY_MINUTES, at)).slice(-OFTEN)] as const)
    .filter(([, times]) => times.length > 0);
  const noted: Memory = { ...memory, failures: Object.fromEntries(recent) };
  const isOften = recent.some(([name, times]) => name === cause && times.length === OFTEN);
  return isOften ? tellToday(noted, `${FAILING}${cause}`, { ...mail, isLastToday: true }) : { ...told, memory: noted };
}

/** What failed, by AWS's own codes: its words name tasks and times, and differ each time. Undefined if nothing did. */
function causeOf(ending: Ending): string | undefined {
  switch (ending.kind) {
    case "crash loop":
    case "not ready":
      return codesOf(ending.stops.at(-1)) ?? ending.kind;
    case "no capacity":
      return ending.kind;
    default:
      return undefined;
  }
}

const codesOf = (stop: Stop | undefined): string | undefined =>
  stop && [stop.code, ERROR_TYPE.exec(stop.reason) ?? [], stop.exitCodes].flat(2).join(" ");
