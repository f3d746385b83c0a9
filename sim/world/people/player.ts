import { type Attributes, block, text, texts } from "../../provider/values";
import type { Cluster } from "../ecs/cluster";
import { MINUTE, SECOND, type Instant } from "../clock";
import type { Core } from "../core";
import type { Machine } from "../ec2/machine";
import type { Machines } from "../ec2/machines";
import { number } from "../terraform/objects";
import type { Resolver } from "./resolver";
import type { Counters } from "../host/software";
import type { Task } from "../ecs/task";
import { sum, type Traffic, trafficOf } from "./traffic";

export interface PlayerOptions {
  /** What the player types. */
  readonly address: string;
  readonly resolver: Resolver;
  /** The player's program asks for this SRV record, too, as Minecraft Java does. */
  readonly srvName?: string | undefined;
  /** Asks for the address of this family alone; IPv4 if it does not say. */
  readonly family?: "ipv6";
  /**
   * How packets come: in a connection to a published port, as single datagrams that never make one (a scan), or through a
   * relay that the container has connected to. Without, a connection.
   */
  readonly way?: "datagrams" | "relay";
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

/** Of a packet from a player; movements and keys are small. */
const BYTES_A_PACKET = 100;

/** Somebody who plays, or only draws answers: asks DNS, tries to connect, plays, is thrown out, leaves. */
export class Player {
  state: "away" | "trying" | "playing" = "away";
  /** Where the player plays. */
  task?: Task;
  triesSince: Instant = 0;
  playsSince: Instant = 0;
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

  trafficSince(since: Instant): Traffic {
    const { packetsPerMinute: packets = 900, sentBytesPerMinute: sentBytes = 1e6 } = this.options;
    const rate = { packets, receivedBytes: packets * BYTES_A_PACKET, sentBytes };
    return trafficOf(rate, Math.max(since, this.playsSince), this.core.now);
  }

  private readonly try = (): void => {
    if (this.state !== "trying") return;
    this.nextTry();
    const { patienceMinutes = 25 } = this.options;
    const { ip, port } = this.resolve();
    const task = ip === undefined ? undefined : this.network.connect(ip, port);
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

  /**
   * The address first, then the SRV record, and if there is one, what it points at instead. As Minecraft Java does: its
   * classes ServerNameResolver and ServerRedirectHandler in net.minecraft.client.multiplayer.resolver.
   */
  private resolve(): { readonly ip?: string | undefined; readonly port?: number } {
    const { address, resolver, srvName, family } = this.options;
    const ipOf = (name: string): string | undefined => resolver.ask(name, family === "ipv6" ? "AAAA" : "A").values[0];
    const typed = ipOf(address);
    const [service] = srvName === undefined ? [] : resolver.ask(srvName, "SRV").values;
    if (service === undefined) return { ip: typed };
    const [, , port, target = ""] = service.split(" ");
    return { ip: ipOf(target), port: Number(port) };
  }

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
  private readonly countedAt = new WeakMap<Machine, Instant>();

  constructor(
    private readonly core: Core,
    private readonly machines: Machines,
    private readonly clusters: () => readonly Cluster[],
    readonly containerOf: (address: string) => string | undefined,
  ) {}

  /** The program behind an address, if it is there, loaded, and reachable; at its first port if none is said. */
  connect(ip: string, asked?: number): Task | undefined {
    const machine = [...this.machines.all.values()].find(({ ipv4, ipv6 }) => ipv4 === ip || ipv6 === ip);
    if (machine?.state !== "running" || !machine.works) return undefined;
    const tasks = this.clusters().flatMap(({ tasks: all }) => all);
    return tasks.find(({ host, alive, loadedAt, ...task }) => {
      if (host.machine !== machine || !alive || loadedAt === undefined) return false;
      const ports = task.containers.flatMap(({ portMappings = [] }) => portMappings);
      const port = ports.find(({ hostPort }) => asked === undefined || hostPort === asked);
      return port !== undefined && this.isOpen(machine, port.protocol, port.hostPort, ip);
    });
  }

  /** Since the last call: the packets that the host counts, and all bytes that containers exchanged with the outside. */
  traffic(machine: Machine, counters: Counters | undefined): Traffic {
    const since = this.countedAt.get(machine) ?? -Infinity;
    this.countedAt.set(machine, this.core.now);
    const players = [...this.present].filter(({ task }) => task?.host.machine === machine);
    const tasks = this.clusters().flatMap(({ tasks: all }) => all.filter(({ host }) => host.machine === machine));
    const all = [...players, ...tasks].map((one) => one.trafficSince(since));
    const counted = players.filter((player) => isCounted(player, counters)).map((player) => player.trafficSince(since));
    return {
      Packets: sum(counters?.counts === "everything" ? all : counted, "Packets"),
      ReceivedBytes: sum(all, "ReceivedBytes"),
      SentBytes: sum(all, "SentBytes"),
    };
  }

  /** Throws out whoever is connected to a program that has ended. */
  check(): void {
    for (const player of this.present) if (player.task?.alive === false) player.throwOut();
  }

  private isOpen(machine: Machine, protocol: string, port: number, ip: string): boolean {
    const groups = texts(block(machine.template["network_interfaces"])["security_groups"]);
    const rules = this.core.objects.all("aws_vpc_security_group_ingress_rule").map(({ attributes }) => attributes);
    const covers = ({ cidr_ipv4, cidr_ipv6, ip_protocol, from_port, to_port }: Attributes): boolean =>
      (ip.includes(":") ? cidr_ipv6 === "::/0" : cidr_ipv4 === "0.0.0.0/0") &&
      ip_protocol === protocol &&
      port >= (number(from_port) ?? 0) &&
      port <= (number(to_port) ?? -1);
    return rules.some((rule) => groups.includes(text(rule["security_group_id"])) && covers(rule));
  }
}

/** Ports are as the host's settings name them: udp:2456 or udp:2456:2457. */
function isCounted({ task, options: { way, family } }: Player, counters: Counters | undefined): boolean {
  if (counters === undefined || way === "relay" || (way === "datagrams" && counters.counts === "connections"))
    return false;
  if (family === "ipv6" && !counters.ipv6) return false;
  const [used] = task?.containers.flatMap(({ portMappings = [] }) => portMappings) ?? [];
  return counters.ports.split(" ").some((range) => {
    const [protocol, from, to = from] = range.split(":");
    return (
      used?.protocol === protocol &&
      used?.hostPort !== undefined &&
      used.hostPort >= Number(from) &&
      used.hostPort <= Number(to)
    );
  });
}
