import type { KeeperSettings } from "../settings";
import type { Instant } from "../time";
import {
  clearHoldCommand,
  configFile,
  HELD,
  holdCommand,
  keeperLogCommand,
  queryLogCommand,
  wakeCommand,
  wakeLogCommand,
} from "./by-hand";
import type { Draft, MailOf } from "./draft";
import { quote, timeOfDay } from "./words";

export function hostOutsideGroup(
  { instanceId }: MailOf<"host outside the group">,
  { container, groupName, region }: KeeperSettings,
): Draft {
  const host = quote(instanceId);
  const ids = `--region ${region} --instance-id`;
  return {
    subject: `${container} has a host outside its group`,
    paragraphs: [
      `The instance ${host} has the tags of ${container}, but does not belong to its group ${groupName}: somebody started or detached it. Its container is being stopped, so that no two write the same files.`,
      `While it is there, ${container} does not wake, and it costs. Keeper never terminates what it did not start. When its container has stopped and nobody needs it:\naws ec2 modify-instance-attribute ${ids} ${host} --no-disable-api-termination\naws ec2 terminate-instances --region ${region} --instance-ids ${host}`,
    ],
  };
}

export function hostStays(
  { instanceId, lifecycleState }: MailOf<"host stays">,
  { container, groupName, region }: KeeperSettings,
): Draft {
  const host = quote(instanceId);
  return {
    subject: `${container} has a host that does not go`,
    paragraphs: [
      `The desired capacity of ${groupName} is 0, but its instance ${host} is still there (${quote(lifecycleState)}): somebody protects it from scale-in, put it on standby, or suspended Auto Scaling's Terminate.`,
      `While it is there, ${container} does not wake, and it costs. To let it go, when nobody plays on it:\naws autoscaling terminate-instance-in-auto-scaling-group --region ${region} --instance-id ${host} --no-should-decrement-desired-capacity`,
      `If somebody wants it to stay up, a hold does that until a time: see terraform output.`,
    ],
  };
}

export function wakesUsedUp({ wakes }: MailOf<"wakes used up">, settings: KeeperSettings, now: Instant): Draft {
  const { container, address, timeZone } = settings;
  return {
    subject: `${container} stays asleep: its wakes of today are used up`,
    paragraphs: [
      `Somebody asked for ${address}, but ${container} was woken that way ${wakes} times today, which is the most (wake.per_day in ${configFile(settings)}). Until ${timeOfDay(timeZone.day(now).end, timeZone)} asking does not wake it.`,
      `To play now, wake it by hand:\n${wakeCommand(settings)}`,
      `So many wakes are mostly bots or link previews. Who asked:\n${queryLogCommand(settings)}`,
    ],
  };
}

export function blocked({ by }: MailOf<"blocked">, settings: KeeperSettings): Draft {
  const { container, address, region } = settings;
  return {
    subject: `${container} does not wake: its former host is not gone`,
    paragraphs: [
      `Somebody asked for ${address} half an hour ago, but something of the former host is still there: ${quote(by)}. Two hosts at once could spoil the files, so no new one is started.`,
      `Look at it in the EC2 console (${region}). When its container has stopped, and it does not go away by itself, terminate it; then ask again.`,
      `What keeper saw:\n${keeperLogCommand(settings)}`,
    ],
  };
}

export function holdUnreadable({ written }: MailOf<"hold unreadable">, settings: KeeperSettings): Draft {
  const { container, holdParameter } = settings;
  const words = quote(written);
  const said = words === "" ? "is missing or empty" : `says "${words}", which is no time`;
  return {
    subject: `${container}: its hold cannot be read`,
    paragraphs: [
      `The parameter ${holdParameter} ${said}. So nothing keeps ${container} up when nobody plays.`,
      `To set it right:\n${clearHoldCommand(settings)}`,
      `To keep ${container} ${HELD}:\n${holdCommand(settings)}`,
    ],
  };
}

/** The first look ever, or the first after somebody deleted the item. It also shows that mails arrive. */
export function begins({ container, address, memoryTable }: KeeperSettings): Draft {
  return {
    subject: `${container} is ready`,
    paragraphs: [
      `${container} is deployed, and asleep until somebody needs it. To play, connect to ${address}: that starts it within a few minutes.`,
      `You get a mail when it is up, when it goes to sleep, and when something fails.`,
      `If it has been running for some time, somebody deleted what keeper remembers (table ${memoryTable}): no game is lost, but the hours and traffic of today and this month are counted from 0.`,
    ],
  };
}

export function backupFailed(
  { job, state, vault, why }: MailOf<"backup failed">,
  { container, region }: KeeperSettings,
): Draft {
  const words = quote(why);
  const place = vault === "" ? "" : ` in the vault ${quote(vault)}`;
  const said = words === "" ? "AWS gives no reason." : `AWS says: ${words}`;
  const console = `AWS Backup console (${region}), Jobs`;
  const meaning =
    job === "backup"
      ? "The files are safe where they are, and earlier backups stay; only this one is missing. The next one runs as planned."
      : "The backup itself is not changed, and nothing in use was overwritten.";
  return {
    subject: `${container}: a ${job} failed`,
    paragraphs: [
      `A ${job} of ${container}${place} ended with ${quote(state) || "an error"}. ${said}`,
      meaning,
      `If it fails again, apply the stack again: a permission may be missing. Details: ${console}.`,
    ],
  };
}

export function memoryUnreadable({ problem }: MailOf<"memory unreadable">, settings: KeeperSettings): Draft {
  const { container, memoryTable } = settings;
  return {
    subject: `${container}: keeper lost its memory`,
    paragraphs: [
      `What keeper remembers of ${container} (table ${memoryTable}) could not be read: ${quote(problem)}. So it started again from nothing.`,
      "Nothing to do, and no game is lost. The hours of today and this month are counted from 0, and a rest is over. If it happens again, somebody or something else writes that table.",
    ],
  };
}

/** The alarm on wake's errors. */
export function wakeFails(settings: KeeperSettings): Draft {
  const { container, address } = settings;
  return {
    subject: `${container} may not wake: its function wake fails`,
    paragraphs: [
      `The function that hears when somebody asks for ${address} fails again and again. ${container} may wake late, or not at all.`,
      `Until that is mended, wake it by hand:\n${wakeCommand(settings)}`,
      `Why it fails:\n${wakeLogCommand(settings)}`,
    ],
  };
}
