import type { Mail, Step } from "../decision";
import { outsiders } from "./drain";
import type { GroupHost } from "../facts";
import type { Memory } from "../memory";
import { PLACEHOLDER } from "./record";
import { limitsOf, WARNING_MINUTES } from "./endings/limits";
import { isTerminating, type Scene } from "./scene";
import { MINUTE } from "../time";
import { tellToday } from "./wake";

/** A host with a running task that counted no packets for so long can't see players. */
const BLIND_MINUTES = 10;

/** Mails about the session that goes on: that it is up, and once if something is wrong or about to be. */
export function tellSession(scene: Scene, memory: Memory): Step {
  const up = tellOnce(memory, "up", upMail(scene, memory));
  const trouble = tellOnce(up.memory, "trouble", limitMail(scene, up.memory) ?? blindMail(scene, up.memory));
  return { memory: trouble.memory, actions: [...up.actions, ...trouble.actions] };
}

/** A session sends one mail of each sort. It is claimed in memory before it is sent: at most once. */
function tellOnce(memory: Memory, sort: "up" | "trouble", mail: Mail | undefined): Step {
  const { session } = memory;
  if (mail === undefined || session === undefined || session.told.includes(sort)) return { memory, actions: [] };
  return {
    memory: { ...memory, session: { ...session, told: [...session.told, sort] } },
    actions: [{ do: "mail", mail, why: mail.kind }],
  };
}

/** Players can come: a task runs, and the record was seen to point to its host. */
function upMail(scene: Scene, { session, record }: Memory): Mail | undefined {
  if (scene.runningTask === undefined || session?.ranAt === undefined || record === undefined) return undefined;
  if (record.a === PLACEHOLDER.a) return undefined;
  const { a, aaaa } = record;
  const tookMinutes = Math.max(0, session.ranAt - session.since) / MINUTE;
  return { kind: "up", address: { a, ...(aaaa !== undefined && { aaaa }) }, tookMinutes, why: session.why };
}

function limitMail(scene: Scene, memory: Memory): Mail | undefined {
  const { stopAtLimit } = scene.facts.settings;
  for (const { limit, limitMinutes, usedMinutes } of limitsOf(scene, memory)) {
    const leftMinutes = limitMinutes - usedMinutes;
    if (!stopAtLimit && leftMinutes <= 0) return { kind: "limit passed", limit, minutes: usedMinutes };
    const warnAt = Math.min(WARNING_MINUTES, limitMinutes / 2);
    if (stopAtLimit && leftMinutes <= warnAt) return { kind: "stops soon", limit, inMinutes: Math.max(0, leftMinutes) };
  }
  return undefined;
}

/** Without points a host never looks idle, and runs until its limit. */
function blindMail(scene: Scene, { session }: Memory): Mail | undefined {
  const task = scene.runningTask;
  const { host } = scene;
  if (task?.startedAt === undefined || host === undefined || session?.counts !== false) return undefined;
  if (!scene.isOver(BLIND_MINUTES, task.startedAt)) return undefined;
  const { packets } = scene.need("packets");
  return packets.length > 0 ? undefined : { kind: "blind host", instanceId: host.instanceId };
}

/** So long after a sleep its host should at least be on its way. */
const STAYS_MINUTES = 10;

/** Hosts that Auto Scaling leaves in the group though capacity is 0. */
const staying = (scene: Scene, { sleptAt }: Memory): readonly GroupHost[] =>
  scene.desired === 0 && sleptAt !== undefined && scene.isOver(STAYS_MINUTES, sleptAt)
    ? scene.groupHosts.filter((host) => !isTerminating(host))
    : [];

/** Mails that do not belong to a session, each at most once a day. */
export function tellProblems(scene: Scene, memory: Memory, isQuiet: boolean): Step {
  const { memoryProblem, trigger, settings, hold } = scene.facts;
  const mails: [topic: string, mail: Mail][] = [];
  if (memoryProblem !== undefined) mails.push(["memory", { kind: "memory unreadable", problem: memoryProblem }]);
  if (trigger.alarm === settings.wakeErrorsAlarm) mails.push(["wake", { kind: "wake fails" }]);
  if (hold && "unreadable" in hold) mails.push(["hold", { kind: "hold unreadable", written: hold.unreadable }]);
  for (const { instanceId } of isQuiet ? [] : outsiders(scene)) {
    mails.push([instanceId, { kind: "host outside the group", instanceId }]);
  }
  for (const { instanceId, lifecycleState } of staying(scene, memory)) {
    mails.push([instanceId, { kind: "host stays", instanceId, lifecycleState }]);
  }
  let step: Step = { memory, actions: [] };
  for (const [topic, mail] of mails) {
    const told = tellToday(step.memory, topic, mail);
    step = { memory: told.memory, actions: [...step.actions, ...told.actions] };
  }
  return step;
}
