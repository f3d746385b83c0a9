import type { ScheduledService } from "../../../../shared/function-settings";
import type { DueRun } from "../../facts";
import type { Memory } from "../../memory";
import { isTooOftenEmpty } from "../empty-sessions";
import type { Scene } from "../scene";
import { hasPlayers } from "../session";

/** True while a run waits, or lasts: nothing but limits and failures ends its session. */
export const isRunOpen = ({ runs = [] }: Memory): boolean => runs.length > 0;

/** True for a session in which only scheduled runs are to be expected: a schedule began it, and nobody has come since. */
export function isForRuns(scene: Scene, memory: Memory): boolean {
  const { session, lastQuery = 0 } = memory;
  if (!scene.hasService) return true;
  if (session?.why !== "schedule" || session.played || hasPlayers(session)) return false;
  const isAsked = lastQuery > session.since && !isTooOftenEmpty(scene, memory);
  return session.calledAt === undefined && !isAsked;
}

export const isSame = (one: DueRun, other: DueRun): boolean =>
  one.service === other.service && one.dueAt === other.dueAt;

export const settingOf = ({ facts: { settings } }: Scene, service: string | undefined): ScheduledService | undefined =>
  settings.scheduled.find((one) => one.service === service);

/** No host, or one that is about to go. */
export const isDown = (scene: Scene, { session }: Memory): boolean =>
  scene.desired === 0 || session?.sleep !== undefined;
