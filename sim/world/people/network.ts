import { type Attributes, block, text, texts } from "../../provider/values";
import type { Instant } from "../clock";
import type { Core } from "../core";
import type { Machine } from "../ec2/machine";
import type { Machines } from "../ec2/machines";
import type { Ecs } from "../ecs/ecs";
import type { Program } from "../ecs/program";
import type { Counters } from "../host/software";
import { number } from "../terraform/objects";
import type { Player } from "./player";
import { sum, type Traffic } from "./traffic";

/** What is between players and programs: addresses, firewalls, published ports. */
export class Network {
  /** All players there ever were, and those who try to connect or play now. */
  readonly players: Player[] = [];
  readonly present = new Set<Player>();
  private readonly countedAt = new WeakMap<Machine, Instant>();

  constructor(
    private readonly core: Core,
    private readonly machines: Machines,
    private readonly ecs: Ecs,
    readonly containerOf: (address: string) => string | undefined,
  ) {}

  /** The program behind an address, if it is loaded and reachable; at its first port by default. */
  readonly connect = (ip: string, chosenPort?: number): Program | undefined => {
    const machine = [...this.machines.all.values()].find(({ ipv4, ipv6 }) => ipv4 === ip || ipv6 === ip);
    if (machine?.state !== "running" || !machine.works) return undefined;
    const tasks = this.ecs.clusters.flatMap(({ tasks: all }) => all);
    const programs = tasks.flatMap(({ main, programs: all }) => (chosenPort === undefined ? [main] : all));
    return programs.find(({ host, alive, loadedAt, definition: { portMappings = [] } }) => {
      if (host.machine !== machine || !alive || loadedAt === undefined) return false;
      const port = portMappings.find(({ hostPort }) => chosenPort === undefined || hostPort === chosenPort);
      return port !== undefined && this.isOpen(machine, port.protocol, port.hostPort, ip);
    });
  };

  /** Traffic since the last call: the packets that the host counts, and all bytes of containers. */
  traffic(machine: Machine, counters: Counters | undefined): Traffic {
    const since = this.countedAt.get(machine) ?? -Infinity;
    this.countedAt.set(machine, this.core.now);
    const players = [...this.present].filter(({ program }) => program?.host.machine === machine);
    const tasks = this.ecs.clusters.flatMap(({ tasks: all }) => all.filter(({ host }) => host.machine === machine));
    const all = [...players, ...tasks.flatMap(({ programs }) => programs)].map((one) => one.trafficSince(since));
    const counted = players.filter((player) => isCounted(player, counters)).map((player) => player.trafficSince(since));
    return {
      Packets: sum(counters?.counts === "everything" ? all : counted, "Packets"),
      ReceivedBytes: sum(all, "ReceivedBytes"),
      SentBytes: sum(all, "SentBytes"),
    };
  }

  /** Disconnects the players of programs that have ended or answer nobody any more, and of hosts whose address has changed. */
  check(): void {
    for (const player of this.present) {
      const { program, ip } = player;
      const { ipv4, ipv6 } = program?.host.machine ?? {};
      if (program !== undefined && (!program.loadedAt || ![ipv4, ipv6].includes(ip))) player.throwOut();
    }
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

/** The host's settings write ports as udp:2456 or udp:2456:2457. */
function isCounted({ program, options: { way, family } }: Player, counters: Counters | undefined): boolean {
  if (counters === undefined || way === "relay" || (way === "datagrams" && counters.counts === "connections"))
    return false;
  if (family === "ipv6" && !counters.ipv6) return false;
  const published = program?.definition.portMappings ?? [];
  // Where several are published, a browser goes from one to the next: from 80 to 443.
  return counters.ports.split(" ").some((range) => {
    const [protocol, from, to = from] = range.split(":");
    return published.some(
      (one) => one.protocol === protocol && one.hostPort >= Number(from) && one.hostPort <= Number(to),
    );
  });
}
