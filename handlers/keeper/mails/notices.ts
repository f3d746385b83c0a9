import type { KeeperSettings } from "../read-settings";
import type { Instant } from "../time";
import { commandsFor, configFile, HOLD } from "../../../shared/commands";
import type { Draft, MailOf } from "./draft";
import { hasPlayers, isAlways, lookUps, quote, startNow, staysAsleep, timeOfDay } from "./words";

export function hostOutsideGroup(
  { instanceId }: MailOf<"host outside the group">,
  { container, names, region, mode, hasFileSystems }: KeeperSettings,
): Draft {
  const host = quote(instanceId);
  const ids = `--region ${region} --instance-id`;
  return {
    subject: `${container} has a host outside its group`,
    paragraphs: [
      `${hasFileSystems || mode === "on_demand" ? `${container} will not start until an extra host is removed. ` : ""}What runs on the extra host is being stopped, so that no two hosts write the same files.`,
    ],
    forOperator: [
      `The instance ${host} has the tags of ${container}, but is not in its group ${names.group}: somebody started or detached it. It costs money while it exists, and keeper never terminates an instance that it did not start. When its container has stopped and nobody needs it:\naws ec2 modify-instance-attribute ${ids} ${host} --no-disable-api-termination\naws ec2 terminate-instances --region ${region} --instance-ids ${host}`,
    ],
  };
}

export function hostStays({ instanceId, lifecycleState }: MailOf<"host stays">, settings: KeeperSettings): Draft {
  const { container, names, region } = settings;
  const host = quote(instanceId);
  return {
    subject: `${container}: its host did not shut down`,
    paragraphs: [
      `${container} should be ${isAlways(settings) ? "stopped" : "asleep"}, but its host is still running. ${container} will not start again until that host is gone.`,
    ],
    forOperator: [
      `The desired capacity of ${names.group} is 0, but its instance ${host} is still there (${quote(lifecycleState)}), and costs money. Somebody protected it from scale-in, put it on standby, or suspended Auto Scaling's Terminate process. To terminate it when nobody is playing on it:\naws autoscaling terminate-instance-in-auto-scaling-group --region ${region} --instance-id ${host} --no-should-decrement-desired-capacity`,
      isAlways(settings)
        ? undefined
        : `To keep ${container} running with nobody connected, set a hold instead: terraform output shows the command.`,
    ],
  };
}

export function wakesUsedUp({ wakes }: MailOf<"wakes used up">, settings: KeeperSettings, now: Instant): Draft {
  const { container, address, timeZone } = settings;
  return {
    subject: `${container} stays asleep: it has started too often today`,
    paragraphs: [
      `Somebody looked up ${address}, but such look-ups have already started ${container} ${wakes} times today, which is the limit. ${staysAsleep(timeOfDay(timeZone.day(now).end, timeZone))}`,
    ],
    forOperator: [
      `The limit is wake.per_day in ${configFile(settings)}. ${startNow(settings)}`,
      `So many starts are usually caused by ${lookUps(settings).many}. To see who looked it up:\n${commandsFor(settings).queryLog}`,
    ],
  };
}

export function blocked({ by }: MailOf<"blocked">, settings: KeeperSettings): Draft {
  const { container, address, region } = settings;
  return {
    subject: `${container} was not started: its previous host is still there`,
    paragraphs: [
      `Somebody looked up ${address} half an hour ago, but the previous host is not completely gone. Two hosts at once could damage the files, so no new one was started. Connect again later.`,
    ],
    forOperator: [
      `What is left: ${quote(by)}. Check it in the EC2 console (${region}). If its container has stopped and the instance does not go away by itself, terminate it.`,
      `To read what keeper saw:\n${commandsFor(settings).keeperLog}`,
    ],
  };
}

export function holdUnreadable({ written }: MailOf<"hold unreadable">, settings: KeeperSettings): Draft {
  const { container, names } = settings;
  const words = quote(written);
  const said = words === "" ? "is missing or empty" : `contains "${words}", which is not a date and time`;
  return {
    subject: `${container}: its hold cannot be read`,
    paragraphs: [
      `The hold of ${container} cannot be read, so there is none: it goes to sleep when nobody is connected.`,
    ],
    forOperator: [
      `The parameter ${names.holdParameter} ${said}. To reset it:\n${commandsFor(settings).clearHold}`,
      `To keep ${container} ${HOLD}:\n${commandsFor(settings).hold}`,
    ],
  };
}

/** The first look ever, or the first after somebody deleted the item. It also shows that mails arrive. */
export function begins(_: MailOf<"begins">, settings: KeeperSettings): Draft {
  const { container, address, names } = settings;
  const [until, mails] = isAlways(settings)
    ? [
        "and starts now. It never sleeps.",
        "You get a mail when it is up, when it was away and is back, and when it stays away.",
      ]
    : hasPlayers(settings)
      ? [
          `and asleep until somebody connects. To play, connect to ${address}; that starts it within a few minutes.`,
          "You get a mail when it is up, when it goes to sleep, and when something fails. Sessions that nobody joins are reported once a day.",
        ]
      : ["and asleep until a scheduled service is due.", "You get a mail when a run fails, or something else does."];
  return {
    subject: `${container} is deployed`,
    paragraphs: [`${container} is deployed, ${until}`, mails],
    forOperator: [
      `If ${container} is not new, somebody deleted keeper's memory (table ${names.memoryTable}). No game is lost, but the hours and traffic of today and this month are counted from 0.${stopForgotten(settings)}`,
    ],
  };
}

/** A stop by hand is remembered nowhere else. */
const stopForgotten = (settings: KeeperSettings): string =>
  isAlways(settings) ? ` If ${settings.container} was stopped by hand, it starts again.` : "";

export function backupFailed(
  { job, state, vault, why }: MailOf<"backup failed">,
  { container, region }: KeeperSettings,
): Draft {
  const words = quote(why);
  const place = vault === "" ? "" : ` (vault ${quote(vault)})`;
  const said = words === "" ? "AWS gives no reason." : `AWS says: ${words}`;
  const console = `AWS Backup console (${region}), Jobs`;
  const meaning =
    job === "backup"
      ? "The files and earlier backups are not affected; only this backup is missing. The next one runs as planned."
      : "The backup itself is unchanged, and nothing in use was overwritten.";
  return {
    subject: `${container}: a ${job} failed`,
    paragraphs: [`A ${job} of ${container} failed. ${meaning}`],
    forOperator: [
      `It ended with ${quote(state) || "an error"}${place}. ${said}`,
      `If it happens again, apply the stack: a permission may be missing. Details: ${console}.`,
    ],
  };
}

export function memoryUnreadable({ problem }: MailOf<"memory unreadable">, settings: KeeperSettings): Draft {
  const { container, names } = settings;
  return {
    subject: `${container}: keeper lost its memory`,
    paragraphs: [
      `The function that starts and stops ${container} has lost its memory. There is nothing to do, and no game is lost. The hours and traffic of today and this month are counted from 0, and any pause after a failure is over.${stopForgotten(settings)}`,
    ],
    forOperator: [
      `The memory of ${container} (table ${names.memoryTable}) could not be read: ${quote(problem)}. Keeper started with an empty one. If it happens again, check who else writes that table.`,
    ],
  };
}

/** The alarm on wake's errors. */
export function wakeFails(_: MailOf<"wake fails">, settings: KeeperSettings): Draft {
  const { container, address } = settings;
  return {
    subject: `${container} may not start: its function wake is failing`,
    paragraphs: [
      `When somebody connects to ${address}, ${container} may start late, or not at all: the function that starts it is failing.`,
    ],
    forOperator: [
      `Until that is repaired, start it by hand:\n${commandsFor(settings).wake}`,
      `To find out why it fails:\n${commandsFor(settings).wakeLog}`,
    ],
  };
}
