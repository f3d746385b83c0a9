import { type Attributes, block, text, texts } from "../provider/values";
import type { Cluster } from "./cluster";
import { MINUTE, SECOND, type Instant } from "./clock";
import type { Core } from "./core";
import type { Machine, Machines } from "./machines";
import { number } from "./objects";
import type { Resolver } from "./resolver";
import type { Task } from "./task";

export interface PlayerOptions {
  /** What the player types. */
  readonly address: string;
  readonly resolver: Resolver;
  /** While playing. */
  readonly packetsPerMinute?: number;
  /**
   * What the host sends meanwhile. Without, 1 MB a minute: 40 to 100 MB an hour and player are reported of Valheim, 50 to
   * 100 of Minecraft (https://cyberpost.co/how-much-bandwidth-does-valheim-use/, https://gameteam.io/blog/?p=3500).
   */
  readonly sentBytesPerMinute?: number;
  /** How long the player tries before giving up. */
  readonly patienceMinutes?: number;
}

/** What passes a host, by the names of its metrics. */
export type Traffic = Readonly<Record<"Packets" | "SentBytes", number>>;

/** So many Mbit/s are so many bytes a minute. */
export const megabits = (perSecond: number): number => (perSecond * 1e6 * 60) / 8;

/** Somebody who plays, or only draws answers: asks DNS, tries to connect, plays, is thrown out, leaves. */
export class Player {
  state: "away" | "trying" | "playing" = "away";
  /** Where the player plays. */
  task?: Task;
  triesSince: Instant = 0;
  playsSince: Instant = 0;
  private counted: Instant = 0;
  private nextTry: () => void = () => undefined;
  private readonly random;

  constructor(
    private readonly core: Core,
    private readonly network: Network,
    readonly name: string,
    readonly options: PlayerOptions,
  ) {
    this.random = core.random.fork(`player ${name}`);
  }

  /** Starts trying, and stays until `leave`. */
  join(): void {
    if (this.state !== "away") return;
    this.state = "trying";
    this.network.present.add(this);
    this.triesSince = this.core.now;
    this.tell("wants to play");
    this.try();
  }

  leave(): void {
    if (this.state === "playing") this.tell("leaves");
    this.goAway();
    delete this.task;
  }

  /** The program the player was connected to is gone. */
  throwOut(): void {
    if (this.state !== "playing") return;
    this.tell("is thrown out");
    delete this.task;
    this.state = "away";
    this.join();
  }

  /** Since it was last counted. */
  count(): Traffic {
    const { packetsPerMinute = 900, sentBytesPerMinute = 1e6 } = this.options;
    const minutes = (this.core.now - Math.max(this.counted, this.playsSince)) / MINUTE;
    this.counted = this.core.now;
    return { Packets: packetsPerMinute * minutes, SentBytes: sentBytesPerMinute * minutes };
  }

  private readonly try = (): void => {
    if (this.state !== "trying") return;
    this.nextTry();
    const { address, resolver, patienceMinutes = 25 } = this.options;
    const [ip] = resolver.ask(address, "A").values;
    const task = ip === undefined ? undefined : this.network.connect(ip);
    if (task !== undefined) {
      this.state = "playing";
      this.task = task;
      this.playsSince = this.core.now;
      this.tell("plays", `after ${Math.round((this.core.now - this.triesSince) / SECOND)} s`);
    } else if (this.core.now - this.triesSince > patienceMinutes * MINUTE) {
      this.goAway();
      this.tell("gives up", `after ${patienceMinutes} minutes`);
    } else {
      this.nextTry = this.core.clock.after(this.random.between(15, 35) * SECOND, this.try);
    }
  };

  private goAway(): void {
    this.state = "away";
    this.network.present.delete(this);
  }

  private tell(what: string, why?: string): void {
    this.core.tell(this.name, what, { container: this.network.containerOf(this.options.address), why });
  }
}

/** What is between players and programs: addresses, firewalls, published ports. */
export class Network {
  /** Everybody there ever was, and who tries or plays now. */
  readonly players: Player[] = [];
  readonly present = new Set<Player>();

  constructor(
    private readonly core: Core,
    private readonly machines: Machines,
    private readonly clusters: () => readonly Cluster[],
    readonly containerOf: (address: string) => string | undefined,
  ) {}

  /** The program behind an address, if it is there, loaded, and reachable. */
  connect(ip: string): Task | undefined {
    const machine = [...this.machines.all.values()].find(({ ipv4 }) => ipv4 === ip);
    if (machine?.state !== "running" || !machine.works) return undefined;
    const tasks = this.clusters().flatMap(({ tasks: all }) => all);
    return tasks.find(({ host, alive, loadedAt, ...task }) => {
      if (host.machine !== machine || !alive || loadedAt === undefined) return false;
      const [port] = task.containers.flatMap(({ portMappings = [] }) => portMappings);
      return port !== undefined && this.isOpen(machine, port.protocol, port.hostPort);
    });
  }

  /** Since the last call: packets that came to ports the host counts, and all bytes that went out. */
  traffic(machine: Machine, ports: string): Traffic {
    let [packets, bytes] = [0, 0];
    for (const player of this.present) {
      if (player.task?.host.machine !== machine) continue;
      const { Packets, SentBytes } = player.count();
      if (isCounted(player.task, ports)) packets += Packets;
      bytes += SentBytes;
    }
    return { Packets: Math.round(packets), SentBytes: Math.round(bytes) };
  }

  /** Throws out whoever is connected to a program that has ended. */
  check(): void {
    for (const player of this.present) if (player.task?.alive === false) player.throwOut();
  }

  private isOpen(machine: Machine, protocol: string, port: number): boolean {
    const groups = texts(block(machine.template["network_interfaces"])["security_groups"]);
    const rules = this.core.objects.all("aws_vpc_security_group_ingress_rule").map(({ attributes }) => attributes);
    const covers = ({ cidr_ipv4, ip_protocol, from_port, to_port }: Attributes): boolean =>
      cidr_ipv4 === "0.0.0.0/0" &&
      ip_protocol === protocol &&
      port >= (number(from_port) ?? 0) &&
      port <= (number(to_port) ?? -1);
    return rules.some((rule) => groups.includes(text(rule["security_group_id"])) && covers(rule));
  }
}

/** Ports as the host's settings name them: udp:2456 or udp:2456:2457. */
function isCounted(task: Task | undefined, ports: string): boolean {
  const [used] = task?.containers.flatMap(({ portMappings = [] }) => portMappings) ?? [];
  return ports.split(" ").some((range) => {
    const [protocol, from, to = from] = range.split(":");
    return (
      used?.protocol === protocol &&
      used?.hostPort !== undefined &&
      used.hostPort >= Number(from) &&
      used.hostPort <= Number(to)
    );
  });
}
