import type { Mail, Step } from "../decision";
import type { GroupHost } from "../facts";
import type { Memory, Session, SessionMail } from "../memory";
import { MINUTE } from "../time";
import { outsiders } from "./drain";
import { failsOften } from "./failures";
import { isTerminating, orElse, type Scene } from "./scene";
import { isReachable } from "./reachable";
import { hasPlayers, NO_PLAYERS } from "./session";
import { isForRuns } from "./runs/open-runs";
import { stopsSoonMail } from "./report-limits";
import { inTurn, reportToday } from "./report-once";
import { LONGEST_REASON, stoppedBeside } from "./stops";

/** A host with a running task that counted no packets for so long can't see players. */
const BLIND_MINUTES = 10;
/** A person who comes back looks at the clock; a script does not. */
const AT_ONCE_MINUTES = 10;
/** So long after a sleep its host should at least be on its way. */
const STAYS_MINUTES = 10;

/** The mail about the session that goes on: that players can come. */
export const reportUp = (scene: Scene, memory: Memory): Step =>
  reportOnce(memory, "up", upMail(scene, memory) ?? undefined);

/** Reports that its host counts nothing. Its limits are still announced. */
export const reportBlindHost = (scene: Scene, memory: Memory): Step =>
  reportOnce(memory, "blind", blindMail(scene, memory));

/** And services that it goes on without, each once a day. */
export function reportStoppedServices(scene: Scene, memory: Memory): Step {
  const task = scene.runningTask;
  const stopped = task?.desiredStatus === "RUNNING" ? stoppedBeside(task, scene.facts.settings.services) : [];
  return inTurn(
    memory,
    stopped.map(({ name: service, exitCode, reason = "" }) => (before) => {
      const mail = { kind: "service stopped" as const, service, exitCode, reason: reason.slice(0, LONGEST_REASON) };
      return reportToday(before, `stopped ${service}`, mail);
    }),
  );
}

/** And that it is about to be stopped. A person may let today's hours pass by hand; then its own follow. */
export function reportStopsSoon(scene: Scene, memory: Memory): Step {
  const mail = stopsSoonMail(scene, memory);
  return reportOnce(memory, mail?.limit === "day" ? "day" : "trouble", mail);
}

/** A session sends one mail of each sort. It is claimed in memory before it is sent: at most once. */
function reportOnce(memory: Memory, sort: SessionMail, mail: Mail | undefined): Step {
  const { session } = memory;
  if (mail === undefined || session === undefined || session.claimedMails.includes(sort))
    return { memory, actions: [] };
  return {
    memory: { ...memory, session: { ...session, claimedMails: [...session.claimedMails, sort] } },
    actions: [{ do: "mail", mail, why: mail.kind }],
  };
}

/**
 * Players can come: a task runs, and the record was seen to point to its host. After an empty session, or where it fails
 * again and again, only once somebody has played for minutes: a monitor that wakes it all the time is reported once a day,
 * and the end of an empty session is not reported.
 */
function upMail(scene: Scene, memory: Memory): Mail | undefined {
  const { session, record, emptySessions, incident } = memory;
  // The mail that it is back says so, or the one that it is still down.
  if (incident !== undefined) return undefined;
  const isRunning = orElse(() => scene.runningTask !== undefined, false);
  if (isForRuns(scene, memory)) return undefined;
  if (!isRunning || session?.ranAt === undefined || record === undefined) return undefined;
  const isDoubtful =
    (session.why === "query" || session.why === "schedule") && (emptySessions !== undefined || failsOften(memory));
  const mayBeForNobody = isDoubtful || isOfScript(memory, session);
  if ((mayBeForNobody && !hasPlayers(session)) || !isReachable(scene, memory)) return undefined;
  const { a, aaaa } = record;
  const tookMinutes = Math.max(0, session.ranAt - session.since) / 60_000;
  const address = { a, ...(aaaa !== undefined && { aaaa }) };
  return {
    kind: "up",
    address,
    tookMinutes,
    why: session.why,
    deploymentProblem: session.deploymentProblem,
    passedObstacles: session.passedObstacles,
  };
}

/** Woken by hand right after it fell asleep, on a day on which it was so for nobody before. */
const isOfScript = ({ day, sleptAt = 0 }: Memory, { why, since }: Session): boolean =>
  why === "by hand" && day.claimedMails.includes(NO_PLAYERS) && since - sleptAt < AT_ONCE_MINUTES * MINUTE;

/** Without points a host never looks idle, and runs until its limit. */
function blindMail(scene: Scene, { session }: Memory): Mail | undefined {
  const task = scene.runningTask;
  const { host } = scene;
  if (task?.startedAt === undefined || host === undefined || session?.hasPoints !== false) return undefined;
  if (!scene.isOver(BLIND_MINUTES, Math.max(task.startedAt, session.upAt ?? scene.now))) return undefined;
  const { packets } = scene.need("packets");
  return packets.length > 0 ? undefined : { kind: "blind host", instanceId: host.instanceId };
}

/** Hosts that Auto Scaling leaves in the group though capacity is 0. */
const staying = (scene: Scene, { sleptAt }: Memory): readonly GroupHost[] =>
  scene.desired === 0 && sleptAt !== undefined && scene.isOver(STAYS_MINUTES, sleptAt)
    ? scene.groupHosts.filter((host) => !isTerminating(host))
    : [];

/** Mails that do not belong to a session, each at most once a day. */
export function reportProblems(scene: Scene, memory: Memory, isQuiet: boolean): Step {
  const mails = [...ofTheEvent(scene), ...ofHosts(scene, memory, isQuiet)];
  return inTurn(
    memory,
    mails.map(
      ([topic, mail]) =>
        (before) =>
          reportToday(before, topic, mail),
    ),
  );
}

type Topical = readonly [topic: string, mail: Mail];

function ofTheEvent({ facts: { noMemory, trigger, settings, hold } }: Scene): Topical[] {
  const mails: Topical[] = [];
  if (noMemory?.kind === "new") mails.push(["begins", { kind: "begins" }]);
  if (noMemory?.kind === "spoiled") mails.push(["memory", { kind: "memory unreadable", problem: noMemory.problem }]);
  if (trigger.alarm === settings.names.alarms.wakeErrors) mails.push(["wake", { kind: "wake fails" }]);
  const { failedJob } = trigger;
  if (failedJob !== undefined) {
    mails.push([`${failedJob.job} ${failedJob.vault}`, { kind: "backup failed", ...failedJob }]);
  }
  if (hold && "unreadable" in hold) {
    mails.push(["hold", { kind: "hold unreadable", written: hold.unreadable }]);
  }
  return mails;
}

function ofHosts(scene: Scene, memory: Memory, isQuiet: boolean): Topical[] {
  const outside = isQuiet ? [] : orElse(() => outsiders(scene), []);
  return [
    ...outside.map(({ instanceId }): Topical => [instanceId, { kind: "host outside the group", instanceId }]),
    ...staying(scene, memory).map(({ instanceId, lifecycleState }): Topical => [
      instanceId,
      { kind: "host stays", instanceId, lifecycleState },
    ]),
  ];
}
