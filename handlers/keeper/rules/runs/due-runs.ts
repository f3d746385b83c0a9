import type { Step } from "../../decision";
import type { DueRun } from "../../facts";
import type { Memory, Run } from "../../memory";
import { runName } from "../../run-name";
import { HOUR } from "../../time";
import type { Scene } from "../scene";
import { isDown, isForRuns, isSame, settingOf } from "./open-runs";
import { report } from "./report-runs";

/** EventBridge Scheduler tries to deliver a run for an hour, and so does Lambda: an older one has been delivered before. */
const REMEMBERED_HOURS = 3;

/** A run that is due: it waits for a host, or is skipped as configured, or reported. However often it is announced, once. */
export function noteDueRun(scene: Scene, memory: Memory): Step {
  const { service = "", dueAt } = scene.facts.trigger.run ?? {};
  const setting = settingOf(scene, service);
  const byHand = dueAt === undefined;
  // Its name has whole seconds.
  const run: DueRun = { service, dueAt: dueAt ?? scene.now - (scene.now % 1_000) };
  const dueRuns = (memory.dueRuns ?? []).filter((one) => scene.now - one.dueAt < REMEMBERED_HOURS * HOUR);
  const { runs = [] } = memory;
  if (setting === undefined || [...dueRuns, ...runs].some((one) => isSame(one, run))) return { memory, actions: [] };
  const noted: Memory = { ...memory, dueRuns: [...dueRuns, run] };
  const isOverlapping =
    setting.overlap === "skip" && runs.some((one) => one.service === service && !hasEnded(scene, one));
  if (memory.stoppedByHand === true)
    return byHand ? report(noted, run, { how: "by hand", reason: "" }) : { memory: noted, actions: [] };
  // What never sleeps is only away for a moment.
  const wakes = setting.wakes || byHand || scene.isAlways;
  if (isOverlapping || (!wakes && isAsleep(scene, memory))) return { memory: noted, actions: [] };
  if (scene.now - run.dueAt >= REMEMBERED_HOURS * HOUR) return report(noted, run, { how: "not started", reason: "" });
  const { timeoutMinutes } = setting;
  const waiting: Run = { ...run, since: scene.now, timeoutMinutes, ...(wakes && { wakes }), ...(byHand && { byHand }) };
  return { memory: { ...noted, runs: [...runs, waiting] }, actions: [] };
}

/** As far as this look has read it: it is noted a moment later. */
const hasEnded = ({ facts: { cluster } }: Scene, run: Run): boolean =>
  cluster?.tasks.some((task) => task.startedBy === runName(run) && task.lastStatus === "STOPPED") ?? false;

/** Asleep, or about to be: runs that do not wake must not keep a host up for themselves, one after the other. */
function isAsleep(scene: Scene, memory: Memory): boolean {
  const { session, runs = [], holdUntil = 0 } = memory;
  if (isDown(scene, memory)) return true;
  const isQuiet = isForRuns(scene, memory) ? !runs.some(({ wakes }) => wakes) : scene.facts.alarms.idle;
  return isQuiet && holdUntil <= scene.now && session?.why !== "by hand";
}
