import { TimeZone } from "../../handlers/keeper/time-zone";
import { text } from "../provider/values";
import { DAY, HOUR, MINUTE, type Instant } from "../world/clock";
import type { Player, PlayerOptions } from "../world/people/player";
import type { Game } from "../world/host/game";
import type { Loss } from "../world/timeline";
import { number } from "../world/terraform/objects";
import type { Uncertain } from "../world/uncertain";
import type { World } from "../world/world";

/** A story that runs on any applied container. */
export interface Scenario {
  /** Like lost-events. */
  readonly name: string;
  /** In one sentence, for people. */
  readonly about: string;
  /** @default 1 */
  readonly days?: number;
  /** Hour of the first day at which the demo begins. @default 18 */
  readonly beginsAtHour?: number;
  /** Answers to what AWS does not say, where it is about other ones. */
  readonly uncertain?: Partial<Uncertain>;
  /** Says what will happen when, from the world's present on; `world.run` lets it happen. */
  readonly play: (stage: Stage) => void;
}

/** What a story needs to name. */
export class Stage {
  readonly begin: Instant;
  readonly container: string;
  readonly address: string;
  readonly srvName: string | undefined;
  readonly group: string;
  readonly keeper: string;
  readonly hold: string;
  readonly table: string;
  /** Fewer packets a minute count as nobody playing. */
  readonly threshold: number;
  /** On the clock of those who play, when it begins. */
  readonly beginHour: number;

  /** Of the first container; begins when the world does, or then. */
  constructor(
    readonly world: World,
    begin = world.now,
    timeZone = new TimeZone("UTC"),
  ) {
    this.begin = begin;
    this.beginHour = timeZone.clockAt(begin).getUTCHours();
    const [container = ""] = world.containers;
    const { address, srvName, group, functions } = world.container(container);
    this.container = container;
    this.address = address;
    this.srvName = srvName;
    this.group = group?.name ?? "";
    this.keeper = functions.find((name) => name.endsWith("-keeper")) ?? "";
    this.hold = text(
      world.objects.all("aws_ssm_parameter").find(({ id }) => id.endsWith(`/${container}/hold`))?.attributes["name"],
    );
    const idle = world.objects.find("aws_cloudwatch_metric_alarm", { metric_name: "Packets" });
    this.threshold = number(idle?.attributes["threshold"]) ?? 0;
    this.table = text(world.objects.all("aws_dynamodb_table")[0]?.attributes["name"]);
  }

  get seen(): ReturnType<World["container"]> {
    return this.world.container(this.container);
  }
  /** The newest host that is there. */
  get host(): string {
    return this.seen.machines.findLast(({ state }) => state === "running")?.id ?? "";
  }

  /** From now on the container behaves like this: the service that players connect to, or another one. */
  game(change: Partial<Game>, service?: string): void {
    Object.assign(this.world.gameOf(this.container, service), change);
  }

  /** A person cleans up what is not in the group. */
  terminateOutsiders(): void {
    const own = this.seen.group?.hosts.map(({ machine }) => machine) ?? [];
    for (const machine of this.seen.machines) {
      if (machine.state !== "terminated" && !own.includes(machine)) this.world.console.terminate(machine.id);
    }
  }

  /** Minutes from the beginning, with fractions. */
  at(minutes: number, action: () => void, words?: string, loss?: Loss): void {
    this.world.at(this.begin + Math.round(minutes * MINUTE), action, words, loss);
  }

  /** A person invokes keeper with a command, like wake. */
  command(minutes: number, command: string): void {
    this.at(minutes, () => this.world.console.invoke(this.keeper, { command }));
  }

  /** From then on AWS refuses keeper everything. */
  killKeeper(minutes: number): void {
    const kill = (): void => {
      this.world.faults.call = ({ caller }) => (caller === this.keeper ? "internal error" : undefined);
    };
    this.at(minutes, kill, "keeper is dead", "keeper");
  }

  /** What a player sends in a minute: 900 packets, and ten times the threshold where that is more. */
  get usualPackets(): number {
    return Math.max(900, 10 * this.threshold);
  }
  /** Just enough to count as playing: 12 where 8 do. */
  get fewPackets(): number {
    return Math.ceil(1.5 * this.threshold);
  }

  /** Somebody with a resolver of their own who plays between two minutes. */
  plays(
    name: string,
    from: number,
    to: number,
    packetsPerMinute = this.usualPackets,
    more: Partial<PlayerOptions> = {},
  ): Player {
    const player = this.player(name, packetsPerMinute, more);
    this.at(from, () => player.join());
    this.at(to, () => player.leave());
    return player;
  }

  player(name: string, packetsPerMinute = this.usualPackets, more: Partial<PlayerOptions> = {}): Player {
    const resolver = this.world.resolver(name, { randomCase: name.length % 2 === 0 });
    return this.world.player(name, {
      address: this.address,
      srvName: this.srvName,
      resolver,
      packetsPerMinute,
      ...more,
    });
  }

  /** Something that asks now and then, and never plays. */
  asks(name: string, ...minutes: readonly number[]): void {
    const resolver = this.world.resolver(name, { edge: "IAD89-C1", randomCase: true });
    for (const minute of minutes)
      this.at(minute, () => {
        for (const type of ["A", "AAAA", "HTTPS"]) resolver.ask(this.address, type);
        if (this.srvName !== undefined) resolver.ask(this.srvName, "SRV");
      });
  }

  /** What a query must be for to wake. */
  get wakingQuery(): readonly [name: string, type: string] {
    return this.srvName === undefined ? [this.address, "A"] : [this.srvName, "SRV"];
  }
}

export const hours = (count: number): number => (count * HOUR) / MINUTE;
export const days = (count: number): number => (count * DAY) / MINUTE;
