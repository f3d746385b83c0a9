import type { Action, Step } from "../../decision";
import type { Memory, Run } from "../../memory";
import { isTerminating, orElse, type Scene } from "../scene";
import { isDown, isSame } from "./open-runs";

/** Asks ECS to start what waits, until its task is seen: with one token it starts once. */
export function startRuns(scene: Scene, memory: Memory): Step {
  const { runs = [] } = memory;
  const { host } = scene;
  const isReady = orElse(() => isReadyForRuns(scene), false);
  if (runs.length === 0 || host === undefined || isDown(scene, memory) || !isReady) return { memory, actions: [] };
  const isRefusedNow = (run: Run): boolean => scene.facts.trigger.runProblems?.some((one) => isSame(one, run)) ?? false;
  const due = runs.filter((run) => run.taskArn === undefined && !isRefusedNow(run));
  const asked = runs.map((run) =>
    due.includes(run) ? { ...run, problem: undefined, askedAt: run.askedAt ?? scene.now } : run,
  );
  return {
    memory: { ...memory, runs: asked },
    actions: due.map((run): Action => ({
      do: "run task",
      run: { service: run.service, dueAt: run.dueAt },
      token: tokenOf(run),
      why: "it is due",
    })),
  };
}

/** One host, which takes tasks. */
function isReadyForRuns(scene: Scene): boolean {
  const host = scene.clusterHost(scene.host?.instanceId);
  const isAlone = scene.liveMachines.length === 1 && !(scene.hasOneWriter && scene.groupHosts.some(isTerminating));
  return isAlone && host?.status === "ACTIVE" && host.agentConnected;
}

/** At most 64 characters: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html */
function tokenOf({ service, dueAt, refusals = 0 }: Run): string {
  const token = `${service}/${new Date(dueAt).toISOString().replace(/\.\d+/, "")}`;
  return refusals === 0 ? token : `${token}/${refusals + 1}`;
}
