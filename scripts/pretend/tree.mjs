// Processes and their descendants.
import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Sends a signal to a process and all its descendants, and kills those that are still running after a while.
 *
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 * @param {number} patienceMs
 */
export async function endTree(pid, signal, patienceMs) {
  const tree = [pid, ...descendants(pid)];
  for (const member of tree) send(member, signal);
  for (const end = Date.now() + patienceMs; Date.now() < end && tree.some((member) => send(member, 0));)
    await sleep(50);
  for (const member of tree) send(member, "SIGKILL");
}

/** @param {number} pid */
function descendants(pid) {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const parents = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  /**
   * @param {number} parent
   * @returns {number[]}
   */
  const below = (parent) =>
    parents.filter(([, of]) => of === parent).flatMap(([child = 0]) => [child, ...below(child)]);
  return below(pid);
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals | 0} signal 0 only checks that it exists
 */
function send(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // it has ended
  }
}
