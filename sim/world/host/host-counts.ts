import { MINUTE, SECOND } from "../clock";
import type { Metrics } from "../cloudwatch/metrics";
import type { Core } from "../core";
import type { Machine } from "../ec2/machine";
import { Unknown } from "../errors";
import type { Network } from "../people/network";
import type { Traffic } from "../people/traffic";
import { type Counters, roleOf } from "./software";

/** What hosts count and publish as metrics. */
export class HostCounts {
  constructor(
    private readonly core: Core,
    private readonly metrics: Metrics,
    private readonly network: Network,
  ) {}

  /** Counts each minute at second 30. The first reading publishes nothing: there is none to compare it with. */
  start(machine: Machine, counters: Counters | undefined, isFirst = true): void {
    const next = Math.ceil((this.core.now - 30 * SECOND + 1) / MINUTE) * MINUTE + 30 * SECOND;
    this.core.clock.at(next, () => {
      if (machine.state !== "running" || !machine.works) return;
      const traffic = this.network.traffic(machine, counters);
      machine.sentBytes += traffic.SentBytes;
      this.core.meter.add("data transfer to the internet", traffic.SentBytes / 1e9);
      if (counters !== undefined && !isFirst) this.publish(machine, counters, traffic);
      this.start(machine, counters, false);
    });
  }

  /** Publishes all metrics in one request. */
  private publish(machine: Machine, { region, namespace, container, metrics }: Counters, traffic: Traffic): void {
    const context = { "cloudwatch:namespace": namespace };
    if (!this.core.access.mayCall(roleOf(this.core, machine), "cloudwatch:PutMetricData", ["*"], context)) return;
    const values: Readonly<Record<string, number>> = traffic;
    for (const name of metrics) {
      const value = values[name];
      if (value === undefined) throw new Unknown(`the host's metric ${name}`);
      this.metrics.put(region, { namespace, name, dimensions: { Container: container } }, value);
    }
  }
}
