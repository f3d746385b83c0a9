import { keeperFor } from "../../handlers/keeper/keeper";
import { keeperSettings } from "../../handlers/keeper/read-settings";
import { wakeSettings } from "../../handlers/wake/read-settings";
import { warmWake } from "../../handlers/wake/wake";
import { Aws } from "./aws";
import { Clock, type Instant, MINUTE } from "./clock";
import { Core } from "./core";
import type { Outside } from "./outside";
import { Faults } from "./faults";
import type { Code } from "./lambda/instances";
import { Console } from "./people/console";
import { Player, type PlayerOptions } from "./people/player";
import { Resolver } from "./people/resolver";
import { Random } from "./random";
import { type AppliedObject, type Names, Objects } from "./terraform/objects";
import type { Loss } from "./timeline";
import { answersOf, type Uncertain } from "./uncertain";

export interface WorldOptions {
  readonly seed: number;
  readonly start: Instant;
  /** Replaces the project's own code, by the last part of a function's name. */
  readonly code?: Readonly<Record<string, Code>>;
  /** Answers to what AWS does not document, other than the defaults. */
  readonly uncertain?: Partial<Uncertain>;
}

const CODE: Readonly<Record<string, Code>> = {
  keeper: (configuration, now, pause) => keeperFor(() => keeperSettings(configuration), now, undefined, pause),
  wake: (configuration, now) => warmWake(() => wakeSettings(configuration), now),
};

const UNNAMED: Names = { address: "", recordName: "", srvName: undefined, functions: [] };

/**
 * Plays what AWS would do with what Terraform applied, in virtual time, with the project's own functions and players.
 *
 *     const world = World.from(objectsOfStore(folder), { seed: 1, start: Date.parse("2026-11-20T18:00Z") });
 *     const anna = world.player("Anna", { address: "valheim.mine.org", resolver: world.resolver("home") });
 *     world.at(world.now + HOUR, () => anna.join());
 *     world.at(world.now + 3 * HOUR, () => anna.leave());
 *     await world.run(world.now + DAY);
 *     for (const entry of world.timeline) console.log(entry.at, sentenceOf(entry));
 *
 * `faults` (replace one at any time) and `console` make things go wrong; `games` define how long a container loads and
 * saves, and when it crashes. Scanners and link previews only query: `resolver.ask(address, "A")`; a `monitor` never
 * stops. `container(name)` shows everything about one; `observe` is called after each event, `calls.watch` for each call.
 *
 * The same objects, actions and seed give the same timeline. `run` fails on anything that the world does not model (a
 * call, an operator, a metric).
 */
export class World extends Aws {
  /** What people do by hand, and hardware that fails. */
  readonly console: Console;
  private readonly observers: (() => void)[] = [];

  /** @param objects from `objectsOfStore` or `objectsOfState` */
  static from(objects: readonly AppliedObject[], options: WorldOptions): World {
    return new World(objects, options);
  }

  private constructor(objects: readonly AppliedObject[], { seed, start, code = {}, uncertain }: WorldOptions) {
    const [clock, random] = [new Clock(start), new Random(seed)];
    super(new Core(clock, new Objects(objects), random, new Faults(), answersOf(uncertain)), { ...CODE, ...code });
    const { core, groups, machines, ecs, hosts, functions, parameters } = this;
    this.console = new Console(core, groups, machines, ecs, hosts, functions, parameters);
  }

  get outside(): Outside {
    return this.core.outside;
  }

  get players(): readonly Player[] {
    return this.network.players;
  }
  /** The players who try to connect or play. */
  get present(): ReadonlySet<Player> {
    return this.network.present;
  }

  /** The current state of everything that belongs to a container. */
  container(name: string) {
    const names = this.named.get(name) ?? UNNAMED;
    const group = [...this.groups.all.values()].find(({ container }) => container === name);
    const clusters = this.clusters.filter(({ container }) => container === name);
    return {
      ...names,
      group,
      desired: group?.desired ?? 0,
      /** In the group or not; terminated ones for an hour, too. */
      machines: [...this.machines.all.values()].filter(({ tags }) => tags["Container"] === name),
      /** Container instances. */
      hosts: clusters.flatMap(({ hosts }) => hosts),
      /** Of its service. */
      tasks: clusters.flatMap(({ tasks }) => tasks.filter(({ isRun }) => !isRun)),
      /** Tasks of scheduled services. */
      runs: clusters.flatMap(({ tasks }) => tasks.filter(({ isRun }) => isRun)),
      record: this.zones.recordOf(names.recordName, "A")?.values[0],
      players: this.players.filter(({ options }) => options.address === names.address),
    };
  }

  /** Does something at a time. Words, if given, go into the timeline; `loss` says what the action takes away. */
  at(time: Instant, action: () => void, words?: string, loss?: Loss): void {
    this.core.clock.at(time, () => {
      if (words !== undefined) this.core.record({ kind: "story", words, ...(loss && { loss }) });
      action();
    });
  }

  /** Calls the observer after each event. */
  observe(observer: () => void): void {
    this.observers.push(observer);
  }

  /** @throws Unknown for anything that the world does not model; an observer's error ends it, too */
  async run(until: Instant): Promise<void> {
    while (this.core.clock.step(until)) {
      if (this.calls.runs.isBusy) await this.calls.runs.settle();
      this.network.check();
      for (const observer of this.observers) observer();
    }
  }

  /** @param edge the Route 53 edge location that it queries */
  resolver(name: string, { edge = "FRA56-C1", randomCase = false, remembers = true } = {}): Resolver {
    return new Resolver(this.core, this.zones, name, edge, randomCase, remembers);
  }

  player(name: string, options: PlayerOptions): Player {
    const player = new Player(this.core, this.network, name, options);
    this.network.players.push(player);
    return player;
  }

  /** A monitor: queries a name every minute until the world ends, and never connects. */
  monitor(resolver: Resolver, name: string, type = "A"): void {
    resolver.ask(name, type);
    this.core.clock.after(MINUTE, () => this.monitor(resolver, name, type));
  }

  /** Another apply: takes over what Terraform changed; what functions and people did stays. */
  apply(objects: readonly AppliedObject[]): void {
    this.terraform.apply(objects);
  }

  /** `terraform destroy`: deletes these objects one after the other. */
  destroy(order: readonly AppliedObject[]): void {
    this.terraform.destroy(order);
  }
}
