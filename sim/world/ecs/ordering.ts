import { SECOND } from "../clock";
import type { Program } from "./program";
import type { ContainerDefinition, Dependency } from "./task-definition";

/** In which order containers stop, and how long each may take. */
export interface StopOrder {
  readonly graceSeconds: (container: ContainerDefinition) => number;
  /** Names of the containers that must have stopped before this one gets SIGTERM. */
  readonly before: (container: ContainerDefinition) => readonly string[];
  /** True if the host stops them, whether or not its agent runs. */
  readonly isHost: boolean;
}

/**
 * True if what a container waits for is the case, false if it never will be; undefined if it still may be. One is healthy
 * when it has loaded. aws/amazon-ecs-agent, agent/engine/dependencygraph/graph.go: containerOrderingDependenciesIsResolved.
 */
export function isResolved({ condition }: Dependency, on: Program | undefined): boolean | undefined {
  if (on?.neverStarts !== undefined) return false;
  if (condition === "SUCCESS" || condition === "COMPLETE")
    return on?.ending && (condition === "COMPLETE" || on.ending.exitCode === 0);
  // One that has stopped again leaves who waits for it waiting.
  if (on?.ending !== undefined) return undefined;
  return (condition === "START" ? on?.startedAt : on?.loadedAt) === undefined ? undefined : true;
}

/** Where the policy does not say it. */
const RESTART_ATTEMPT_PERIOD_SECONDS = 300;

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html */
export function mayRestart({ definition: { restartPolicy }, startedAt = 0, ending }: Program): boolean {
  if (restartPolicy?.enabled !== true || ending === undefined) return false;
  const { restartAttemptPeriod = RESTART_ATTEMPT_PERIOD_SECONDS, ignoredExitCodes = [] } = restartPolicy;
  return ending.at - startedAt >= restartAttemptPeriod * SECOND && !ignoredExitCodes.includes(ending.exitCode);
}
