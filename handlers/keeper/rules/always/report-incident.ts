import type { NextTry, Step } from "../../decision";
import type { Incident, Memory } from "../../memory";
import { MINUTE, type Instant } from "../../time";
import { leftovers } from "../leftovers";
import { reportSomeToday, reportToday } from "../report-once";
import { orElse, type Scene } from "../scene";
import { nextHostAt } from "./next-host";

/** Beyond startup_timeout an incident lasts so much longer before it is reported while it goes on. */
const EXTRA_MINUTES = 5;
/** What has run for so long is not down, though it may not be back for good. */
const RUNS_MINUTES = 5;
/** Incidents of a day that are reported when they are over. */
const MAILS_A_DAY = 6;

/** It is over: how long it was away. Its session's mail that it is up is part of this one. */
export function reportHealed(memory: Memory, { since, cause, hosts }: Incident, backAt: Instant): Step {
  const { session } = memory;
  const healed: Memory = {
    ...memory,
    incident: undefined,
    session: session && { ...session, claimedMails: [...new Set([...session.claimedMails, "up" as const])] },
  };
  const minutes = Math.max(0, backAt - since) / MINUTE;
  return reportSomeToday(healed, "healed", MAILS_A_DAY, (isLastToday) => ({
    kind: "healed",
    cause,
    minutes,
    hosts,
    isLastToday,
  }));
}

/** It goes on for too long: once a day. */
export function reportDown(scene: Scene, memory: Memory, { since, cause }: Incident): Step {
  const longMinutes = scene.facts.settings.startupTimeoutMinutes + EXTRA_MINUTES;
  const runningSince = orElse(() => scene.runningTask?.startedAt, undefined) ?? scene.now;
  if (!scene.isOver(longMinutes, since) || scene.isOver(RUNS_MINUTES, runningSince)) return { memory, actions: [] };
  const next = orElse(() => nextTry(scene, memory), { kind: "starting" as const });
  return reportToday(memory, `down ${since}`, { kind: "down", cause, since, next });
}

/** What keeper does about it now. */
function nextTry(scene: Scene, memory: Memory): NextTry {
  if (scene.desired === 0) {
    const [by] = leftovers(scene);
    const { waitUntil = 0 } = memory;
    if (by !== undefined) return { kind: "blocked", by };
    return waitUntil > scene.now ? { kind: "new host", at: waitUntil, isWaiting: true } : { kind: "starting" };
  }
  if (scene.host === undefined) return { kind: "no capacity", problem: scene.need("launchProblem").launchProblem };
  const at = nextHostAt(memory);
  return at > scene.now ? { kind: "new host", at, isWaiting: false } : { kind: "starting" };
}
