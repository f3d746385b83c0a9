import type { Mail as Fields } from "../../../handlers/keeper/decision";
import { DAY, HOUR, type Instant, MINUTE, SECOND } from "../../world/clock";
import { watchTheDoor } from "../asking";
import { NEVER } from "../chronicle";
import { isLate } from "../excuses";
import { toldIn } from "../mails";
import type { Subject } from "../subject";
import { REPLACED, SILENT_MINUTES } from "../uptime";
import { inMinutes, type Invariant } from "./invariant";

/** Holds while a container is always on, or only while it is not. */
const inMode =
  (isAlways: boolean) =>
  (invariant: Invariant): Invariant => ({
    ...invariant,
    watch: (subject) => {
      const check = invariant.watch(subject);
      return () => {
        const how = check();
        return subject.isAlways === isAlways && !subject.isDestroyed ? how : undefined;
      };
    },
  });
export const onDemand = inMode(false);
const always = inMode(true);

/** True if traffic that is used up may stop it. */
const isUsedUp = ({ settings: { limit }, usage }: Subject): boolean =>
  limit.stop &&
  (usage.daySentMiB >= limit.trafficPerDayMiB * 0.95 || usage.monthSentMiB >= limit.trafficPerMonthMiB * 0.95);

/** True if keeper may leave it down: a person's word, traffic, or an apply that has just changed the mode. */
const mayBeDown = (subject: Subject): boolean =>
  subject.uptime.word !== "up" || isUsedUp(subject) || isForgetful(subject);

/** True while keeper has no table for its memory. */
const isForgetful = ({ world, settings }: Subject): boolean => world.tables.isDeleted(settings.names.memoryTable);

/** True if ECS does not show the task that runs, after it did not answer at all. */
const isUnseen = ({ now, cluster, tasks, chronicle, settings }: Subject): boolean =>
  chronicle.last.clusterRefused > now - 2 * settings.startupTimeoutMinutes * MINUTE &&
  tasks.some((task) => (cluster?.lists.whenLeftOut(task)?.at ?? NEVER) > now - MINUTE);

const REPLACED_WITHIN = 5;
const LEFT_MINUTES = 40;
/** Keeper learns of a timeout at its next look. */
const SEEN = 6;

/**
 * Counted from when AWS says that the host is lost. Not in the way is, with file systems, what may still write them. AWS may
 * have no capacity: then desired capacity is 1, and that is all that keeper can do.
 */
const replacedInTime: Invariant = always({
  name: "replaced in time",
  sentence:
    "always on: a lost host is replaced within 5 min of when AWS reports it and nothing of it is in the way; one on which nothing runs within startup_timeout, once an hour and three times a day",
  watch: (subject) => {
    const checkDoor = watchTheDoor(subject);
    let forgotAt: Instant = NEVER;
    return () => {
      const shut = checkDoor();
      if (isForgetful(subject)) forgotAt = subject.now;
      const { now, uptime, desired, modeSince, settings, host, chronicle } = subject;
      const { surelyLostSince, leftAt, notRunningSince } = uptime;
      if (shut !== undefined || mayBeDown(subject)) return shut;
      const since = Math.max(surelyLostSince ?? now, uptime.saidAt, modeSince, forgotAt, chronicle.last.hostsRefused);
      if (desired > 0 && isLate(subject, since, REPLACED_WITHIN))
        return `its host is lost, and stays for ${inMinutes(now - since)}`;
      // What hangs does so for a time: a hook, a shutdown, a grace period. What is outside the group stays.
      const isOutside = now - uptime.outsideAt < DAY && settings.hasFileSystems;
      const left = isOutside
        ? leftAt
        : Math.min(leftAt, since + settings.stopGraceSeconds * SECOND + LEFT_MINUTES * MINUTE);
      const free = Math.max(since, left, chronicle.last.clusterRefused, uptime.nextHostAt(true));
      if (desired === 0 && isLate(subject, free, REPLACED_WITHIN))
        return `no host is asked for, though nothing is in the way for ${inMinutes(now - free)}`;
      const timeout = settings.startupTimeoutMinutes * MINUTE;
      const due = Math.max(Math.max(notRunningSince, modeSince, forgotAt) + timeout, uptime.nextHostAt(false));
      return host && isLate(subject, due, SEEN)
        ? `${host.id} runs nothing for ${inMinutes(now - notRunningSince)}, and is not replaced`
        : undefined;
    };
  },
});

/** What a person or AWS did has had its consequences by then. */
const AFTERMATH = 15 * MINUTE;

/** Crashes are those of its host; what ECS started before it lists them no more. */
function mayStop(subject: Subject): boolean {
  const { now, uptime, machines, settings, chronicle, desiredSince, modeSince } = subject;
  const { hand, hostLost, memoryLost } = chronicle.last;
  const { startupTimeoutMinutes, crashLoop } = settings;
  if (mayBeDown(subject) || isUnseen(subject) || machines.length > 1 || uptime.isLost(SILENT_MINUTES.least))
    return true;
  if (Math.max(hand, hostLost, modeSince) > now - AFTERMATH || memoryLost > desiredSince) return true;
  const isNotReady = now - uptime.notRunningSince >= (startupTimeoutMinutes - 0.1) * MINUTE;
  return isNotReady || uptime.failures(crashLoop.withinMinutes + SEEN) >= crashLoop.stops;
}

/** A look that began before may end so much later. */
const OVERTAKEN = 25 * SECOND;

const neverStopped: Invariant = always({
  name: "never stopped",
  sentence:
    "always on: only a person, a used-up limit of traffic, or a host that is lost or runs nothing takes it down",
  watch: (subject) => () => {
    const { fellAsleep, wokeUp, uptime, now } = subject;
    if (fellAsleep && !mayStop(subject)) return "it is taken down though it runs";
    return wokeUp && uptime.word === "down" && now - uptime.saidAt > OVERTAKEN
      ? "it starts though a person has stopped it"
      : undefined;
  },
});

/** The second begins when keeper decides it, a moment before it is seen. */
const HOUR_ALMOST = HOUR - MINUTE;

const boundedHosts: Invariant = always({
  name: "bounded hosts",
  sentence:
    "always on: at most one new host an hour and three a day for a container that cannot run; hosts of a day cost 24 hours, and half an hour for each",
  watch: (subject) => {
    let samples: { readonly at: Instant; readonly hours: number; readonly launches: number }[] = [];
    let launches = 0;
    return () => {
      const { now, uptime, world, chronicle } = subject;
      const { replacedAt } = uptime;
      launches += chronicle.newEntries.filter(({ kind }) => kind === "launch").length;
      const { hand, memoryLost, keeperRefused } = chronicle.last;
      if (subject.fellAsleep && replacedAt.at(-1) === now && Math.max(memoryLost, keeperRefused) < now - DAY) {
        const pause = now - (replacedAt.at(-2) ?? NEVER);
        if (pause < HOUR_ALMOST) return `its host is replaced ${inMinutes(pause)} after the last one, and runs nothing`;
        if (replacedAt.filter((at) => now - at < DAY - MINUTE).length > REPLACED.mostADay)
          return `its host is replaced the ${replacedAt.length}th time in a day, and runs nothing`;
      }
      if (now - (samples.at(-1)?.at ?? NEVER) < HOUR) return undefined;
      // What a person has detached is paid for, too.
      if (Math.max(hand, uptime.outsideAt) > now - DAY - HOUR) samples = [];
      const hours = world.meter.hostHours;
      samples = [...samples.filter(({ at }) => now - at <= DAY), { at: now, hours, launches }];
      const [first] = samples;
      const allowed = (now - (first?.at ?? now)) / HOUR + (launches - (first?.launches ?? 0) + 1) / 2;
      const used = hours - (first?.hours ?? 0);
      return used > allowed ? `hosts ran ${used.toFixed(1)} of ${allowed.toFixed(1)} hours` : undefined;
    };
  },
});

/** So long after it runs again, or after a crash loop has proved to be over, its mail comes. */
const TOLD_MINUTES = 7;
/** Further ones of a day are not reported, its mail says. */
const HEALED_A_DAY = 6;

/** One that AWS refuses counts as sent; where keeper is refused or forgets, none is expected. */
const incidentsReported: Invariant = always({
  name: "incidents are reported",
  sentence:
    "always on: a host that was lost or replaced is reported once, when the container runs again; one that goes on, within startup_timeout + 10 min, once a day",
  watch: (subject) => {
    let since: Instant | undefined;
    let upAgain: Instant | undefined;
    let troubleAt: Instant = NEVER;
    let [healedAt, closedAt, downAt, healedToday]: [Instant, Instant, Instant, number] = [NEVER, NEVER, NEVER, 0];
    let healedOn = "";
    const topics = new Set<string>();
    const judge = (fields: Fields | undefined): string | undefined => {
      const { now, settings } = subject;
      if (fields?.kind === "healed") {
        if (troubleAt <= healedAt) return "an incident is reported twice";
        const { date } = settings.timeZone.day(now);
        healedToday = date === healedOn ? healedToday + 1 : 1;
        healedOn = date;
        [healedAt, closedAt, since] = [now, now, undefined];
      }
      if (fields?.kind !== "down") return undefined;
      const topic = `${fields.since} ${settings.timeZone.day(now).date}`;
      if (topics.has(topic)) return "what goes on is reported twice a day";
      topics.add(topic);
      downAt = now;
      return undefined;
    };
    return () => {
      const { now, uptime, settings, chronicle, fellAsleep, modeSince } = subject;
      const { last, newMails } = chronicle;
      if (uptime.downSince !== undefined || Math.max(last.crash, last.hostLost, last.hand) === now) troubleAt = now;
      for (const mail of newMails) {
        const wrong = judge(toldIn(mail));
        if (wrong !== undefined) return wrong;
      }
      const refusedAt = Math.max(last.keeperRefused, last.readRefused, last.memoryLost, modeSince, last.keeperDead);
      if (mayBeDown(subject) || healedToday >= HEALED_A_DAY || refusedAt >= (since ?? now) - 10 * MINUTE)
        [since, closedAt] = [undefined, now];
      // AWS sends no event when a person detaches a host.
      else if (fellAsleep) since ??= last.detached === now ? now + SEEN * MINUTE : now;
      if (since === undefined) return (upAgain = undefined);
      upAgain = uptime.downSince === undefined ? (upAgain ?? now) : undefined;
      if (isLate(subject, upAgain ?? now, settings.crashLoop.withinMinutes + TOLD_MINUTES))
        return "its container runs again after an incident, and no mail says so";
      const isReported = downAt > closedAt || upAgain !== undefined;
      return !isReported && isLate(subject, since, settings.startupTimeoutMinutes + 10)
        ? `it is down for ${inMinutes(now - since)}, and no mail says so`
        : undefined;
    };
  },
});

export const ALWAYS: readonly Invariant[] = [replacedInTime, neverStopped, boundedHosts, incidentsReported];
