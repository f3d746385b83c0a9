import prices from "./prices.json";

/** One line of prices.json: a list price, before tax, and where and when it was seen. */
export interface Price {
  /** What is paid for; an instance type is "EC2 m7a.large". */
  readonly item: string;
  readonly usd: number;
  /** Per what, like hour or GB-month; a month has 730 hours. */
  readonly unit: string;
  readonly region: string;
  /** Year, month and mostly day. */
  readonly date: string;
  readonly source: string;
}

export const PRICES: readonly Price[] = prices;

/** https://aws.amazon.com/calculator/calculator-assumptions/ */
const HOURS_A_MONTH = 730;

export const priceOf = (item: string): Price | undefined => PRICES.find((price) => price.item === item);

/** The price of an instance type an hour, on demand. */
export const instancePrice = (instanceType: string): Price | undefined => priceOf(`EC2 ${instanceType}`);

/**
 * The price of an item that is certain to be in the table.
 *
 * @throws Error if it is not
 */
export function usdOf(item: string): number {
  const price = priceOf(item);
  if (price === undefined) throw new Error(`prices.json has no price for "${item}": add a line`);
  return price.usd;
}

/** A host, by what it costs. */
export interface PricedHost {
  readonly instanceType: string;
  /** Of its root volume, gp3. */
  readonly diskGiB: number;
}

/**
 * What a host costs an hour: the instance, its public IPv4 address, and an hour's share of its disk, paid by the month.
 * Files, backups and traffic are not in it.
 *
 * @returns USD; undefined if the instance type is not in the table
 */
export function hourlyUsd({ instanceType, diskGiB }: PricedHost): number | undefined {
  const instance = instancePrice(instanceType);
  if (instance === undefined) return undefined;
  return instance.usd + usdOf("public IPv4 address") + (diskGiB * usdOf("EBS gp3")) / HOURS_A_MONTH;
}

/** What a host costs in so many minutes, in USD; undefined if the instance type is not in the table. */
export function estimateUsd(host: PricedHost, minutes: number): number | undefined {
  const hourly = hourlyUsd(host);
  return hourly === undefined ? undefined : (hourly * minutes) / 60;
}
