import { priceOf } from "../../../shared/prices";
import { block } from "../../provider/values";
import { type Clock, HOUR, type Instant, MINUTE } from "../clock";
import { Unknown } from "../errors";
import type { Machine } from "../ec2/machine";
import { number, type Objects } from "../terraform/objects";

const HOURS_A_MONTH = 730;
/** The assumed size of each file system. */
const VOLUME_GB = 2;
const UNITS: Readonly<Record<string, number>> = { thousand: 1e3, "hundred thousand": 1e5, million: 1e6 };

/** A machine that runs: since when, and from when on it is not counted yet, with which address. */
interface Running {
  readonly since: Instant;
  readonly counted: Instant;
  readonly hasElasticIp: boolean;
}

/** What AWS would charge at the list prices of shared/prices.json, without free tiers. */
export class Meter {
  private readonly amounts = new Map<string, number>();
  private readonly running = new Map<Machine, Running>();
  private readonly metricHours = new Set<string>();
  /** The time up to which fixed costs are counted. */
  private counted: Instant;

  constructor(
    private readonly clock: Clock,
    private readonly objects: Objects,
  ) {
    this.counted = clock.now;
    this.countEachHour();
  }

  add(item: string, amount: number): void {
    this.amounts.set(item, (this.amounts.get(item) ?? 0) + amount);
  }

  /** A custom metric costs money for each hour with a data point. */
  point(metric: string): void {
    const hour = `${metric} ${Math.floor(this.clock.now / HOUR)}`;
    if (this.metricHours.has(hour)) return;
    this.metricHours.add(hour);
    this.add("CloudWatch custom metric", 1 / HOURS_A_MONTH);
  }

  /** A machine costs money while it runs, for at least a minute: https://aws.amazon.com/ec2/pricing/on-demand/ */
  follow(machine: Machine): void {
    const { now } = this.clock;
    const before = this.running.get(machine);
    const isRunning = machine.state === "running";
    const until = isRunning ? now : Math.max(now, (before?.since ?? now) + MINUTE);
    if (before !== undefined) for (const [item, amount] of hoursOf(machine, before, until)) this.add(item, amount);
    const { hasElasticIp = false } = machine;
    if (isRunning) this.running.set(machine, { since: before?.since ?? now, counted: now, hasElasticIp });
    else this.running.delete(machine);
  }

  /** Some resources cost money as long as they exist, whether anything runs or not. */
  private countEachHour(): void {
    this.clock.after(HOUR, () => {
      this.addFixed((item, amount) => this.add(item, amount));
      this.counted = this.clock.now;
      this.countEachHour();
    });
  }

  /** Fixed costs since the last count. */
  private addFixed(add: (item: string, amount: number) => void): void {
    const { objects } = this;
    const months = (this.clock.now - this.counted) / HOUR / HOURS_A_MONTH;
    add("Route 53 hosted zone", objects.all("aws_route53_zone").length * months);
    add("CloudWatch alarm", objects.all("aws_cloudwatch_metric_alarm").length * months);
    add("EFS One Zone", objects.all("aws_efs_file_system").length * VOLUME_GB * months);
    // An Elastic IP also while no host has it: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html
    add("public IPv4 address", objects.all("aws_eip").length * months * HOURS_A_MONTH);
    add("EFS backup", objects.all("aws_backup_selection").length * VOLUME_GB * months);
  }

  /** Host hours so far. */
  get hostHours(): number {
    const hours = this.lines().filter(({ item }) => item.startsWith(hostItem("")));
    return hours.reduce((sum, { amount }) => sum + amount, 0);
  }

  /** USD so far. */
  get usd(): number {
    return this.lines().reduce((sum, { usd }) => sum + usd, 0);
  }

  /** By item, the most expensive first. */
  lines(): readonly { readonly item: string; readonly amount: number; readonly usd: number }[] {
    const amounts = new Map(this.amounts);
    const add = (item: string, amount: number) => amounts.set(item, (amounts.get(item) ?? 0) + amount);
    for (const [machine, running] of this.running) {
      for (const [item, amount] of hoursOf(machine, running, this.clock.now)) add(item, amount);
    }
    this.addFixed(add);
    const lines = [...amounts].map(([item, amount]) => ({ item, amount, usd: usdOf(item, amount) }));
    return lines.filter(({ amount }) => amount > 0).sort((a, b) => b.usd - a.usd);
  }
}

/** What is not counted yet. An Elastic IP is counted as long as it exists, whoever has it. */
function hoursOf(
  { instanceType, template }: Machine,
  { counted, hasElasticIp }: Running,
  until: Instant,
): readonly (readonly [string, number])[] {
  const hours = (until - counted) / HOUR;
  const disk = number(block(block(template["block_device_mappings"])["ebs"])["volume_size"]) ?? 30;
  return [
    [hostItem(instanceType), hours],
    ["public IPv4 address", hasElasticIp ? 0 : hours],
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
