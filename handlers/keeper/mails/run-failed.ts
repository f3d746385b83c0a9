import { commandsFor, configFile } from "../../../shared/commands";
import type { KeeperSettings } from "../read-settings";
import type { Draft, MailOf } from "./draft";
import { stopCause } from "./stop-causes";
import { duration, moment, quote } from "./words";

type RunFailed = MailOf<"run failed">;

/** A scheduled run failed, was stopped, or never began. What it printed is not in the mail: nobody knows what it holds. */
export function runFailed(mail: RunFailed, settings: KeeperSettings): Draft {
  const { service, dueAt, how, exitCode, reason, isLastToday } = mail;
  const { container, timeZone } = settings;
  const when = moment(dueAt, timeZone);
  const { happened, why, next } = explained(mail, settings);
  const hasRun = how === "timeout" || how === "lost" || exitCode !== undefined;
  return {
    subject: `${container}: ${service} ${happened}`,
    paragraphs: [
      `The run of ${service} that was due on ${when} ${happened}. ${why} ${settings.services.essential.length > 0 ? `${container} itself is not affected, and the next run starts` : "The next run starts"} as scheduled.`,
    ],
    forOperator: [
      exitCode === undefined ? undefined : `Its exit code is ${exitCode}.`,
      // Of a program that ended by itself AWS only says that it did.
      reason === "" || how === "failed" ? undefined : `AWS says: ${quote(reason)}`,
      next === "" ? undefined : next,
      hasRun ? `To read what it printed:\n${commandsFor(settings).serviceLog(service, "1d")}` : undefined,
      how === "resting" || how === "limit" ? undefined : `To run it now:\n${commandsFor(settings).run(service)}`,
      isLastToday ? `Further failed runs of ${service} are not reported today.` : undefined,
    ],
  };
}

interface Explained {
  readonly happened: string;
  readonly why: string;
  readonly next: string;
}

function explained({ service, how, reason }: RunFailed, settings: KeeperSettings): Explained {
  const { container } = settings;
  const yaml = configFile(settings);
  const timeout = duration(settings.scheduled.find((one) => one.service === service)?.timeoutMinutes ?? 0);
  const notStarted = "was not started";
  switch (how) {
    case "failed":
      return {
        happened: "failed",
        why: "Its program exited with an error.",
        next: "What to do: read what it printed. Exit code 137 often means that it ran out of memory.",
      };
    case "unstarted": {
      const cause = stopCause({ code: "TaskFailedToStart", reason, exits: [] });
      return { happened: "could not be started", why: cause.why, next: `What to do: ${cause.next(yaml)}` };
    }
    case "cut off":
      return {
        happened: "was cut off",
        why: "It was stopped before it ended, as its host was, or by hand.",
        next: "Check in its log how far it was.",
      };
    case "timeout":
      return {
        happened: `was stopped after ${timeout}`,
        why: "It had not ended by its timeout.",
        next: `If it needs longer, raise timeout of ${service} in ${yaml}.`,
      };
    case "lost":
      return {
        happened: "ended with an unknown result",
        why: "Its host went away, or ECS no longer lists its task.",
        next: "Check in its log whether it had finished.",
      };
    case "not started":
      return {
        happened: notStarted,
        why: "ECS did not start it.",
        next: `If the host has too little memory, lower mem_reservation or choose larger instance_types in ${yaml}.`,
      };
    case "no host":
      return {
        happened: notStarted,
        why: "No host could be started for it in time.",
        next: `Keeper's log says why:\n${commandsFor(settings).keeperLog}`,
      };
    case "by hand":
      return { happened: notStarted, why: `Somebody put ${container} to sleep before it began.`, next: "" };
    case "resting":
      return {
        happened: notStarted,
        why: `${container} was in the pause after a failure, in which nothing starts it.`,
        next: "The mail about that failure says what to do.",
      };
    case "limit":
      return {
        happened: notStarted,
        why: `A limit of ${container} for hours or traffic is used up.`,
        next: `The limits are under limit in ${yaml}.`,
      };
    case "outlasts":
      return {
        happened: notStarted,
        why: `Its timeout of ${timeout} would have ended after the session's limit, at which the host stops.`,
        next: `To leave room for it, raise limit.per_session or lower timeout of ${service} in ${yaml}.`,
      };
  }
}
