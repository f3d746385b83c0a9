import type { Groups } from "../auto-scaling/groups";
import type { Ecs, Member } from "../ecs/ecs";
import { MINUTE, SECOND } from "../clock";
import type { Core } from "../core";
import type { Machine } from "../ec2/machine";
import type { Task } from "../ecs/task";
import type { HostStop } from "./software";

/** What a host does for its containers before it ends. */
export class HostEnd {
  private readonly cancelLook = new Map<Machine, () => void>();

  constructor(
    private readonly core: Core,
    private readonly ecs: Ecs,
    private readonly groups: Groups,
    /** Undefined if no unit stops the containers. */
    private readonly stopOf: (machine: Machine) => HostStop | undefined,
  ) {}

  /** Checks each minute whether the host is to be terminated; if nobody has stopped its tasks 2 minutes later, it does. */
  watch(machine: Machine, looksBefore = 0): void {
    this.cancelLook.get(machine)?.();
    const nextLook = (): void => {
      if (machine.state !== "running" || !machine.works) return;
      const member = this.ecs.memberOf(machine);
      const looks = this.groups.lifecycleState(machine) === "Terminated" ? looksBefore + 1 : 0;
      if (looks > 2 && member !== undefined && isLeftAlone(member)) this.stop(member);
      else this.watch(machine, looks);
    };
    this.cancelLook.set(machine, this.core.clock.after(MINUTE, nextLook));
  }

  /** Stops the agent first, so that ECS does not restart the task. A shutdown meanwhile waits for the same stop. */
  private stop({ cluster, host }: Member): void {
    this.core.record({ kind: "host stop", host: host.machine.id }, cluster.container);
    this.core.clock.after(2 * SECOND, () => {
      cluster.setAgent(host, false);
      this.stopTasks(host.machine, cluster.tasksOn(host));
    });
  }

  /** False if no unit does it. */
  private stopTasks(machine: Machine, tasks: readonly Task[]): boolean {
    const stop = this.stopOf(machine);
    if (stop === undefined) return false;
    for (const task of tasks) {
      task.stopAll(stop);
      const mostSeconds = task.programs.reduce((sum, { definition }) => sum + stop.graceSeconds(definition), 0);
      if (mostSeconds > stop.timeoutSeconds)
        this.core.clock.after(stop.timeoutSeconds * SECOND, () => task.endAll("killed", 137));
    }
    return true;
  }

  /** The agent stops first, then the containers, with their grace period if a unit provides it. */
  readonly shutDown = (machine: Machine, off: () => void): void => {
    const { clock } = this.core;
    const member = this.ecs.memberOf(machine);
    if (member === undefined) {
      off();
      return;
    }
    const { cluster, host } = member;
    clock.after(2 * SECOND, () => cluster.setAgent(host, false));
    const running = cluster.tasksOn(host).filter(({ alive }) => alive);
    if (!this.stopTasks(machine, running)) for (const task of running) task.endAll("killed", 137);
    const wait = (): void => {
      if (running.some(({ alive }) => alive)) clock.after(SECOND, wait);
      else off();
    };
    wait();
  };
}

/** True if the agent runs a task and stops none, as localhost:51678/v1/tasks reports. */
function isLeftAlone({ cluster, host }: Member): boolean {
  const here = cluster.tasksOn(host).filter(({ lastStatus, ending }) => lastStatus !== "STOPPED" && !ending);
  return here.length > 0 && !here.some(({ isSignalled }) => isSignalled);
}
