import { isObject, text } from "../provider/values";
import { MINUTE, type Instant } from "../world/clock";
import type { Machine } from "../world/ec2/machine";
import type { Series } from "../world/cloudwatch/metrics";
import { type AppliedObject, number, tagsOf } from "../world/terraform/objects";
import type { Task } from "../world/ecs/task";
import type { World } from "../world/world";
import { Track } from "./tracks";

/** Where a container is in its life. */
export const PHASES = ["asleep", "waking", "awake", "stopping", "by-hand"] as const;
export type Phase = (typeof PHASES)[number];

export const nameOf = (phase: Phase): string => (phase === "by-hand" ? "started by hand" : phase);

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
  readonly alarms: readonly { readonly name: string; readonly arn: string; readonly track: Track<number> }[];
  /** Queries that reached Route 53. */
  readonly queries: Instant[] = [];
  readonly address: string;
  private readonly recordName: string;
  /** Fewer packets a minute are nobody playing. */
  readonly threshold: number;
  private readonly counted: Series | undefined;

  constructor(
    private readonly world: World,
    readonly container: string,
    onQuery: () => void,
  ) {
    const own = world.objects
      .all("aws_cloudwatch_metric_alarm")
      .filter((alarm) => tagsOf(alarm)["Container"] === container);
    this.alarms = own.map(({ attributes: { alarm_name, arn } }) => ({
      name: text(alarm_name).replace(/^.*-/, ""),
      arn: text(arn),
      track: new Track<number>(),
    }));
    const idle = own.find(({ attributes }) => attributes["metric_name"] === "Packets");
    this.threshold = number(idle?.attributes["threshold"]) ?? 0;
    this.counted = idle && seriesOf(world, idle);
    ({ address: this.address, recordName: this.recordName } = world.container(container));

    const { zones } = world;
    const { onQuery: others } = zones;
    zones.onQuery = (zone, query) => {
      others(zone, query);
      if (tagsOf(zone)["Container"] !== container) return;
      this.queries.push(world.now);
      onQuery();
    };
  }

  /** Those of the last hour are among them, too. */
  get machines(): readonly Machine[] {
    return [...this.world.machines.all.values()].filter(({ tags }) => tags["Container"] === this.container);
  }
  get tasks(): readonly Task[] {
    const all = this.world.clusters.flatMap(({ tasks }) => tasks);
    return all.filter(({ host }) => host.machine.tags["Container"] === this.container);
  }

  /** Looks once; gives the phase if it is a new one. */
  look(): Phase | undefined {
    const { now, players, zones, alarms, groups, meter } = this.world;
    const group = [...groups.all.values()].find(({ container }) => container === this.container);
    const desired = group?.desired ?? 0;
    const hosts = this.machines.filter(({ state }) => state !== "terminated" && state !== "stopped");
    // Not the group's: keeper neither started nor terminates it.
    const isByHand = hosts.some((machine) => group?.hosts.every((host) => host.machine !== machine));
    const isLoaded = this.tasks.some(({ alive, loadedAt }) => alive && loadedAt !== undefined);
    const down = hosts.length === 0 ? "asleep" : isByHand ? "by-hand" : "stopping";
    const phase: Phase = desired === 0 ? down : isLoaded ? "awake" : "waking";
    const isNew = phase !== this.phase.last;

    this.phase.set(now, phase);
    this.desired.set(now, desired);
    this.hosts.set(now, hosts.length);
    this.record.set(now, zones.recordOf(this.recordName, "A")?.values[0] ?? "");
    const playing = players.filter(({ state, options }) => state === "playing" && options.address === this.address);
    this.players.set(now, playing.map(({ name }) => name).join(", "));
    for (const { arn, track } of this.alarms) track.set(now, alarms.all.get(arn)?.state === "ALARM" ? 1 : 0);
    if (isNew || now - (this.usd.steps.at(-1)?.from ?? 0) >= COST_EVERY) this.usd.set(now, meter.usd);
    return isNew ? phase : undefined;
  }

  /** Packets of each minute that has a point. */
  packets(from: Instant, to: Instant): readonly { readonly at: Instant; readonly count: number }[] {
    const minutes: { readonly at: Instant; readonly count: number }[] = [];
    for (let at = Math.floor(from / MINUTE) * MINUTE; at < to; at += MINUTE) {
      const count = this.counted?.value(at / MINUTE, "Sum");
      if (count !== undefined) minutes.push({ at, count });
    }
    return minutes;
  }
}

function seriesOf(world: World, { region, attributes }: AppliedObject): Series {
  const named = Object.entries(isObject(attributes["dimensions"]) ? attributes["dimensions"] : {});
  const dimensions = Object.fromEntries(named.map(([name, value]) => [name, text(value)]));
  return world.metrics.get(region, {
    namespace: text(attributes["namespace"]),
    name: text(attributes["metric_name"]),
    dimensions,
  });
}
