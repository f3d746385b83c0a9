import type { Ending } from "../timeline";
import { type Instant, SECOND } from "../clock";
import type { Core } from "../core";
import type { Game } from "../host/game";
import type { AppliedObject } from "../terraform/objects";
import type { ContainerInstance } from "./container-instance";
import { isResolved, mayRestart, type StopOrder } from "./ordering";
import { Program, type Surroundings } from "./program";
import { type ContainerDefinition, containersOf, dependenciesOf, mainOf, needsOf } from "./task-definition";

/**
 * What really runs of a task: its containers, started and stopped one by one, as the agent does it (aws/amazon-ecs-agent,
 * agent/engine/dependencygraph/graph.go: verifyShutdownOrder; agent/engine/task_manager.go).
 */
export abstract class Programs implements Surroundings {
  abstract readonly lastStatus: "PENDING" | "RUNNING" | "STOPPED";
  readonly programs: readonly Program[];
  /** The one that players connect to. */
  readonly main: Program;
  /** The essential container whose end, by itself, ended the task. */
  cause?: Program;
  private order?: StopOrder;
  private readonly waiting: Set<Program>;

  constructor(
    readonly core: Core,
    readonly arn: string,
    readonly host: ContainerInstance,
    readonly definition: AppliedObject,
    /** How a service behaves; the main one, if none is named. */
    gameOf: (service?: string) => Game,
    /** True if it does some work and ends, apart from the service that people use. */
    readonly isRun = false,
  ) {
    const all = containersOf(definition);
    const main = mainOf(all);
    this.programs = all.map((one) => new Program(this, one, gameOf(one === main && !isRun ? undefined : one.name)));
    this.main = this.programs.find((program) => program.definition === main) as Program;
    this.waiting = new Set(this.programs);
  }

  /** The agent reports to ECS: all containers run; one has ended; the task has stopped. */
  protected abstract readonly reportRunning: () => void;
  protected abstract readonly reportContainers: () => void;
  protected abstract readonly report: () => void;
  abstract readonly unhealthy: (program: Program) => void;
  /** Calls it when docker has started the next container, if it still may start. */
  protected abstract start(begin: () => void): void;

  get alive(): boolean {
    return this.programs.some(({ alive }) => alive);
  }
  /** The time from which players can connect. */
  get loadedAt(): Instant | undefined {
    return this.main.loadedAt;
  }
  /** How the first of its essential containers ended. */
  get ending(): Ending | undefined {
    const endings = this.programs.flatMap(({ isEssential, ending }) => (isEssential && ending ? [ending] : []));
    return endings.reduce<Ending | undefined>((first, one) => (first && first.at <= one.at ? first : one), undefined);
  }
  get isAlone(): boolean {
    return this.programs.length === 1 && !this.isRun;
  }
  /** True if it stops, or will not start. */
  get isSignalled(): boolean {
    return this.order !== undefined;
  }
  /** True if nothing of it runs, or will. */
  protected get isOver(): boolean {
    return this.programs.every(
      ({ alive, ending, isSignalled, neverStarts }) =>
        !alive && (ending !== undefined || neverStarts !== undefined || isSignalled),
    );
  }

  readonly named = (names: readonly string[]): readonly Program[] =>
    this.programs.filter(({ name }) => names.includes(name));

  /** True if players need it: the container that they connect to, or what that one needs. */
  isNeeded(program: Program): boolean {
    const needed = new Set([this.main]);
    for (const one of needed) for (const other of this.named(needsOf(one.definition))) needed.add(other);
    return needed.has(program);
  }

  endAll(how: Ending["how"], exitCode: number): void {
    for (const program of this.programs) program.end(how, exitCode);
  }

  /** Stops all containers in an order; the host's replaces the agent's. */
  stopAll(order: StopOrder): void {
    const isFirst = this.order === undefined;
    this.order = order;
    this.stopNext();
    if (isFirst && !this.alive && this.lastStatus !== "STOPPED") this.report();
  }

  /** As the agent does: each when all that depend on it have stopped, with its own stop timeout. */
  protected readonly stopByAgent = (): void => {
    const graceSeconds = ({ stopTimeout = this.host.stopTimeoutSeconds }: ContainerDefinition): number => stopTimeout;
    const needs = ({ definition }: Program, on: string): boolean =>
      dependenciesOf(definition).some(({ containerName }) => containerName === on);
    const before = ({ name: on }: ContainerDefinition): readonly string[] =>
      this.programs.filter((other) => needs(other, on)).map(({ name }) => name);
    this.stopAll({ graceSeconds, before, isHost: false });
  };

  private stopNext(): void {
    const { order } = this;
    if (order === undefined) return;
    for (const program of this.programs) {
      const isNext = this.named(order.before(program.definition)).every(({ alive }) => !alive);
      if (isNext) program.signal(order.graceSeconds(program.definition));
    }
  }

  /** It can never start: whether the task ends with it, and who waits for it, shows at the next step. */
  protected giveUpOn(program: Program, reason: string, exitCode?: number): void {
    program.neverStarts = { reason, exitCode };
    this.waiting.delete(program);
  }

  /** Starts what waits for nothing any more; the others follow. */
  protected startNext(): void {
    for (const program of this.waiting) {
      const resolved = this.resolved(program);
      if (resolved.includes(false)) {
        // handleTerminalDependencyError in agent/engine/task_manager.go: it never ran, and is reported with 143.
        this.giveUpOn(program, "CannotStartContainerError: dependency graph: failed to resolve a dependency", 143);
        this.startNext();
        return;
      }
      if (resolved.some((is) => is !== true)) continue;
      this.waiting.delete(program);
      const begin = (): void => {
        program.begin();
        this.startNext();
      };
      if (resolved.length === 0) begin();
      else this.start(begin);
    }
    const isThere = ({ startedAt, neverStarts }: Program): boolean => (startedAt ?? neverStarts) !== undefined;
    if (this.isStuck && this.order === undefined) this.later(1, this.stopByAgent);
    else if (this.programs.every(isThere)) this.reportRunning();
  }

  readonly loaded = (program: Program): void => {
    if (program === this.main && !this.isRun) this.core.record({ kind: "loaded" }, this.host.machine.tags["Container"]);
    this.startNext();
  };

  readonly ended = (program: Program): void => {
    if (this.order === undefined && program.isEssential) this.cause ??= program;
    if (this.host.agentConnected || this.order?.isHost) this.stopNext();
    if (this.host.agentConnected) this.attend(program);
  };

  /** What the agent does when a container has ended. */
  protected attend(program: Program): void {
    if (this.isOver) this.later(1, this.report);
    else if (this.order === undefined && mayRestart(program)) {
      delete program.ending;
      this.start(() => program.begin());
    } else {
      this.reportContainers();
      this.startNext();
      if (this.order === undefined && program.isEssential) this.later(1, this.stopByAgent);
    }
  }

  /** True if an essential container can never start. */
  private get isStuck(): boolean {
    return this.programs.some(({ isEssential, neverStarts }) => isEssential && neverStarts !== undefined);
  }

  /** For each dependency of a container whether it is resolved. */
  private resolved({ definition }: Program): readonly (boolean | undefined)[] {
    return dependenciesOf(definition).map((one) => isResolved(one, this.named([one.containerName])[0]));
  }

  protected later(seconds: number, run: () => void): void {
    this.core.clock.after(seconds * SECOND, run);
  }
}
