import type { KeeperSettings } from "../../handlers/keeper/read-settings";
import { DIMENSION, METRICS, metricNamespace } from "../../shared/metrics";
import { MINUTE, type Instant } from "../world/clock";
import type { World } from "../world/world";
import { type Span, Track } from "./tracks";

/** Where a container is in its life. */
export const PHASES = ["asleep", "waking", "awake", "stopping", "by hand"] as const;
export type Phase = (typeof PHASES)[number];

const COST_EVERY = 10 * MINUTE;

/** Watches a container in the world: what the picture shows. Looks after everything that happens, so it looks quickly. */
export class Observer {
  readonly phase = new Track<Phase>();
  readonly desired = new Track<number>();
  readonly hosts = new Track<number>();
  /** Names, separated by commas. */
  readonly players = new Track<string>();
  readonly record = new Track<string>();
  /** Of the whole account. */
  readonly usd = new Track<number>();
  readonly alarms: ReadonlyMap<string, Track<number>>;
  /** Queries that wake it, if it listens. */
  readonly queries: Instant[] = [];

  constructor(
    private readonly world: World,
    readonly settings: KeeperSettings,
  ) {
    this.alarms = new Map(Object.values(settings.names.alarms).map((name) => [name, new Track<number>()]));
  }

  look(): void {
    const { now, alarms, meter } = this.world;
    const { group, desired, machines, tasks, record = "", players } = this.world.container(this.settings.container);
    const hosts = machines.filter(({ state }) => state !== "terminated" && state !== "stopped");
    // Not the group's: keeper neither started nor terminates it.
    const isByHand = hosts.some((machine) => group?.hosts.every((host) => host.machine !== machine));
    const isLoaded = tasks.some(({ alive, loadedAt }) => alive && loadedAt !== undefined);
    const down = hosts.length === 0 ? "asleep" : isByHand ? "by hand" : "stopping";
    const phase: Phase = desired === 0 ? down : isLoaded ? "awake" : "waking";
    if (phase !== this.phase.last || now - (this.usd.steps.at(-1)?.from ?? 0) >= COST_EVERY)
      this.usd.set(now, meter.usd);
    this.phase.set(now, phase);
    this.desired.set(now, desired);
    this.hosts.set(now, hosts.length);
    this.record.set(now, record);
    const playing = players.filter(({ state }) => state === "playing");
    this.players.set(now, playing.map(({ name }) => name).join(", "));
    for (const { name, state } of alarms.all.values()) this.alarms.get(name)?.set(now, state === "ALARM" ? 1 : 0);
  }

  /** Packets of each minute that has a point. */
  packets({ from, to }: Span): readonly { readonly at: Instant; readonly count: number }[] {
    const { project, region, container } = this.settings;
    const dimensions = { [DIMENSION]: container };
    const metric = { namespace: metricNamespace(project), name: METRICS.packets, dimensions };
    const counted = this.world.metrics.get(region, metric);
    const minutes = Array.from({ length: Math.ceil((to - from) / MINUTE) }, (_, index) => from + index * MINUTE);
    return minutes.flatMap((at) => {
      const count = counted.value(Math.floor(at / MINUTE), "Sum");
      return count === undefined ? [] : [{ at, count }];
    });
  }
}
