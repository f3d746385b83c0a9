import type { Calls } from "../api/calls";
import type { Core } from "../core";
import type { Cluster } from "./cluster";
import { Directory } from "./directory";
import { answerForHosts } from "./host-calls";
import type { Service } from "./service";
import { answerForServices } from "./service-calls";
import { answerForTasks } from "./task-calls";

/** ECS as functions call it. */
export function answerEcs(
  core: Core,
  calls: Calls,
  clusters: () => readonly Cluster[],
  services: () => readonly Service[],
): void {
  const directory = new Directory(core, clusters, services);
  answerForHosts(calls, directory);
  answerForTasks(calls, directory);
  answerForServices(core, calls, directory);
}
