import { priceOf } from "../../../shared/prices";
import { block } from "../../provider/values";
import { HOUR, type Instant } from "../clock";
import type { Core } from "../core";
import { Unknown } from "../errors";
import type { Machine } from "../ec2/machine";
import { number } from "../terraform/objects";

const HOURS_A_MONTH = 730;
const UNITS: Readonly<Record<string, number>> = { thousand: 1e3, "hundred thousand": 1e5, million: 1e6 };

/** What AWS would charge, at the list prices of shared/prices.json, free tiers left out. */
export class Meter {
  private readonly amounts = new Map<string, number>();
  private readonly running = new Map<Machine, Instant>();
  private readonly metricHours = new Set<string>();
  /** Up to when fixed costs were counted. */
  private counted: Instant;
  /** GB in each file system. */
  volumeGb = 2;

  constructor(private readonly core: Core) {
    this.counted = core.now;
    this.countEachHour();
  }

  add(item: string, amount: number): void {
    this.amounts.set(item, (this.amounts.get(item) ?? 0) + amount);
  }

  /** A custom metric is paid for each hour that has a point. */
  point(metric: string): void {
    const hour = `${metric} ${Math.floor(this.core.now / HOUR)}`;
    if (this.metricHours.has(hour)) return;
    this.metricHours.add(hour);
    this.add("CloudWatch custom metric", 1 / HOURS_A_MONTH);
  }

  /** A machine is paid while it runs, a minute at least: https://aws.amazon.com/ec2/pricing/on-demand/ */
  follow(machine: Machine): void {
    const since = this.running.get(machine);
    if (machine.state === "running" && since === undefined) this.running.set(machine, this.core.now);
    if (machine.state === "running" || since === undefined) return;
    this.running.delete(machine);
    for (const [item, amount] of hoursOf(machine, Math.max(1 / 60, (this.core.now - since) / HOUR)))
      this.add(item, amount);
  }

  /** What exists costs while it does, whether anything runs or not; an apply may change it, and the end ends it. */
  private countEachHour(): void {
    this.core.clock.after(HOUR, () => {
      this.addFixed((item, amount) => this.add(item, amount));
      this.counted = this.core.now;
      this.countEachHour();
    });
  }

  /** Since they were counted. */
  private addFixed(add: (item: string, amount: number) => void): void {
    const { now, objects } = this.core;
    const months = (now - this.counted) / HOUR / HOURS_A_MONTH;
    add("Route 53 hosted zone", objects.all("aws_route53_zone").length * months);
    add("CloudWatch alarm", objects.all("aws_cloudwatch_metric_alarm").length * months);
    add("EFS One Zone", objects.all("aws_efs_file_system").length * this.volumeGb * months);
    add("EFS backup", objects.all("aws_backup_selection").length * this.volumeGb * months);
  }

  /** Hours of hosts so far. */
  get hostHours(): number {
    return this.lines().find(({ item }) => item === "public IPv4 address")?.amount ?? 0;
  }

  /** USD so far. */
  get usd(): number {
    return this.lines().reduce((sum, { usd }) => sum + usd, 0);
  }

  /** By item, the dearest first. */
  lines(): readonly { readonly item: string; readonly amount: number; readonly usd: number }[] {
    const amounts = new Map(this.amounts);
    const add = (item: string, amount: number) => amounts.set(item, (amounts.get(item) ?? 0) + amount);
    for (const [machine, since] of this.running) {
      for (const [item, amount] of hoursOf(machine, (this.core.now - since) / HOUR)) add(item, amount);
    }
    this.addFixed(add);
    const lines = [...amounts].map(([item, amount]) => ({ item, amount, usd: usdOf(item, amount) }));
    return lines.filter(({ amount }) => amount > 0).sort((a, b) => b.usd - a.usd);
  }
}

function hoursOf({ instanceType, template }: Machine, hours: number): readonly (readonly [string, number])[] {
  const disk = number(block(block(template["block_device_mappings"])["ebs"])["volume_size"]) ?? 30;
  return [
    [hostItem(instanceType), hours],
    ["public IPv4 address", hours],
    ["EBS gp3", (disk * hours) / HOURS_A_MONTH],
  ];
}

const hostItem = (instanceType: string): string => `EC2 ${instanceType}`;

function usdOf(item: string, amount: number): number {
  const price = priceOf(item);
  // A configuration may name any type, and the table has a few: its cost is left out, as mails do.
  if (price === undefined && item.startsWith(hostItem(""))) return 0;
  if (price === undefined) throw new Unknown(`the price of ${item}`);
  return (amount * price.usd) / (UNITS[price.unit] ?? 1);
}
