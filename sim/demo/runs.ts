import { SECOND } from "../world/clock";
import type { Machine } from "../world/ec2/machine";
import type { Task } from "../world/ecs/task";
import type { World } from "../world/world";
import type { Observer } from "./observer";
import type { Moment, Words } from "./words";
import { duration } from "./times";

/** Tells what becomes of a container's tasks and hosts. */
export class Runs {
  private image: string | undefined;
  private readonly tasks = new Map<Task, string>();
  private readonly machines = new Map<Machine, string>();

  constructor(
    private readonly world: World,
    private readonly observer: Observer,
    private readonly words: Words,
    private readonly tell: (moment: Omit<Moment, "at">) => void,
  ) {}

  look(): void {
    this.followTasks();
    this.followMachines();
  }

  private followTasks(): void {
    const { container } = this.observer;
    for (const task of this.observer.tasks) {
      const { lastStatus, loadedAt, ending, host } = task;
      const stage = ending?.how ?? (loadedAt === undefined ? lastStatus : "loaded");
      if (this.tasks.get(task) === stage) continue;
      const wasLoaded = this.tasks.get(task) === "loaded";
      this.tasks.set(task, stage);
      const game = { tone: "game", who: container } as const;
      if (stage === "RUNNING") {
        const seconds = (this.world.now - host.machine.launchedAt) / SECOND;
        const why = `${duration(seconds)} after ${this.words.host(host.machine.id)} was launched`;
        this.tell({ ...game, what: `runs${this.newImage(task)}, with its volumes mounted`, why });
      } else if (stage === "loaded") {
        this.tell({ ...game, what: "has loaded: players can connect" });
      } else if (stage === "saved") {
        const { stoppedForSeconds = 0, graceSeconds = 0 } = ending ?? {};
        const what = wasLoaded ? `saves for ${duration(stoppedForSeconds)} and ends` : "ends before it had loaded";
        this.tell({ ...game, what, why: `it may take ${duration(graceSeconds)}` });
      }
    }
  }

  /** Names the image's tag if it is not the one of before. */
  private newImage({ containers: [main] }: Task): string {
    const before = this.image;
    this.image = main?.image;
    return before === undefined || before === this.image ? "" : ` the new image ${this.image?.split(":").at(-1) ?? ""}`;
  }

  private followMachines(): void {
    for (const machine of this.observer.machines) {
      const before = this.machines.get(machine);
      this.machines.set(machine, machine.state);
      if (before === machine.state || before === undefined) continue;
      const word = { terminated: "is gone", stopped: "is switched off" }[machine.state as string];
      if (word !== undefined) this.tell({ tone: "aws", who: "EC2", what: `${this.words.host(machine.id)} ${word}` });
    }
  }
}
