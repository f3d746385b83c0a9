import { MINUTE, SECOND, type Instant } from "../clock";
import type { Core } from "../core";
import type { Program } from "../ecs/program";
import type { Happened } from "../timeline";
import type { Resolver } from "./resolver";
import { type Traffic, trafficOf } from "./traffic";

export interface PlayerOptions {
  /** What the player types. */
  readonly address: string;
  readonly resolver: Resolver;
  /** The SRV record that the player's program also queries, as Minecraft Java does. */
  readonly srvName?: string | undefined;
  /** The only address family that the player's program queries; default: IPv4. */
  readonly family?: "ipv6";
  /**
   * How packets arrive: as single datagrams that never form a connection (a scan), or through a relay that the container
   * has connected to. Default: in a connection to a published port.
   */
  readonly way?: "datagrams" | "relay";
  /** While playing. */
  readonly packetsPerMinute?: number;
  /**
   * What the host sends meanwhile. Default: 1 MB per minute; reports are 40 to 100 MB per hour and player for Valheim, 50
   * to 100 for Minecraft (https://cyberpost.co/how-much-bandwidth-does-valheim-use/, https://gameteam.io/blog/?p=3500).
   */
  readonly sentBytesPerMinute?: number;
  /** How long the player tries before giving up; default: 25. */
  readonly patienceMinutes?: number;
}

/** The size of a player's packet: movements and keys are small. */
const BYTES_A_PACKET = 100;

/** What a player needs of the network. */
interface Reachable {
  /** The players who try to connect or play. */
  readonly present: Set<Player>;
  /** The program behind an address, if it can be reached. */
  readonly connect: (ip: string, port?: number) => Program | undefined;
  readonly containerOf: (address: string) => string | undefined;
}

/** A player: queries DNS, tries to connect, plays, is disconnected, leaves. */
export class Player {
  state: "away" | "trying" | "playing" = "away";
  /** The program that the player is connected to. */
  program?: Program;
  /** The address of that connection. */
  ip?: string;
  triesSince: Instant = 0;
  playsSince: Instant = 0;
  private nextTry: () => void = () => undefined;
  private readonly random;

  constructor(
    private readonly core: Core,
    private readonly network: Reachable,
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
    this.record({ kind: "tries", by: this.name });
    this.try();
  }

  leave(): void {
    if (this.state === "playing") this.record({ kind: "leaves", by: this.name });
    this.goAway();
    delete this.program;
  }

  /** The program that the player was connected to has ended, or its host has another address. */
  throwOut(): void {
    if (this.state !== "playing") return;
    this.record({ kind: "thrown out", by: this.name });
    delete this.program;
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
    const program = ip === undefined ? undefined : this.network.connect(ip, port);
    if (program !== undefined && ip !== undefined) {
      this.state = "playing";
      this.program = program;
      this.ip = ip;
      this.playsSince = this.core.now;
      const afterSeconds = Math.round((this.core.now - this.triesSince) / SECOND);
      this.record({ kind: "plays", by: this.name, afterSeconds });
    } else if (this.core.now - this.triesSince > patienceMinutes * MINUTE) {
      this.goAway();
      this.record({ kind: "gives up", by: this.name, afterMinutes: patienceMinutes });
    } else {
      this.nextTry = this.core.clock.after(this.random.between(15, 35) * SECOND, this.try);
    }
  };

  /**
   * The address first, then the SRV record and, if there is one, its target instead. As Minecraft Java does: its
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

  private record(happened: Happened): void {
    this.core.record(happened, this.network.containerOf(this.options.address));
  }
}
