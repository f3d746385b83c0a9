import type { UserDataProps } from "../../src/host/user-data";
import { fixture, PretendHost, valheim } from "./pretend-host";

/**
 * Recorded from iptables: 1234 packets to udp 2456-2457, 19 to tcp 8080, 2071 packets (98304 bytes) received, 812920 bytes
 * sent, and rules of others.
 */
export const recorded = fixture("iptables.txt");
export const udp = (packets: string | number, list = recorded) => list.replace(/^ +1234/m, `${packets}`);
export const received = (packets: string | number, bytes: string | number, list = recorded) =>
  list.replace(" 2071    98304 ", ` ${packets}    ${bytes} `);
export const sent = (bytes: string | number, list = recorded) => list.replace(" 812920 ", ` ${bytes} `);

const start = Date.parse("2026-11-21T20:00:30Z") / 1000;

/** A booted host whose counters can be read. */
export class PacketHost extends PretendHost {
  constructor(props: Partial<UserDataProps> = {}) {
    super({ ...valheim, ...props, ports: [...valheim.ports, { hostPort: 8080, protocol: "tcp" }] });
    this.boot();
    this.state("credentials", fixture("credentials.json"));
  }

  /** Lets the timer fire so many seconds after the start, with this listing of the counters. */
  minute(seconds: number, listing = recorded) {
    this.state("now", `${start + seconds}\n`);
    this.state("iptables.DOCKER-USER.list", listing);
    return this.service("packets.service", "ExecStart");
  }

  /** Requests to CloudWatch. */
  published() {
    return this.calls("curl").filter((call) => call.args.includes("Action=PutMetricData"));
  }

  /** The bodies of these requests, put together as curl does. */
  bodies(): string[] {
    return this.published().map(({ args }) => {
      const fields = args.map((arg, i) => {
        if (args[i - 1] === "-d") return arg;
        if (args[i - 1] !== "--data-urlencode") return "";
        const [name = "", value = ""] = arg.split("=");
        return `${name}=${encodeURIComponent(value)}`;
      });
      return fields.filter(Boolean).join("&");
    });
  }

  /** The points of a metric. */
  values(metric = "Packets"): number[] {
    const point = new RegExp(`MetricName=${metric}&[^&]*&[^&]*\\.Value=(\\d+)&`);
    return this.bodies().flatMap((body) => point.exec(body)?.slice(1).map(Number) ?? []);
  }
}
