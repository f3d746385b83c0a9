import prices from "./prices.json";

/** One entry of prices.json: a list price before tax, with its source and date. */
export interface Price {
  /** What the price is for; an instance type is "EC2 m7a.large". */
  readonly item: string;
  readonly usd: number;
  /** Billing unit, like hour or GB-month; a month has 730 hours. */
  readonly unit: string;
  readonly region: string;
  /** Year, month and usually day. */
  readonly date: string;
  readonly source: string;
}

export const PRICES: readonly Price[] = prices;

/** https://aws.amazon.com/calculator/calculator-assumptions/ */
const HOURS_A_MONTH = 730;

export const priceOf = (item: string): Price | undefined => PRICES.find((price) => price.item === item);

/** The on-demand price of an instance type per hour. */
export const instancePrice = (instanceType: string): Price | undefined => priceOf(`EC2 ${instanceType}`);

/**
 * The price of an item that must be in the table.
 *
 * @throws Error if it is missing
 */
export function usdOf(item: string): number {
  const price = priceOf(item);
  if (price === undefined) throw new Error(`prices.json has no price for "${item}": add an entry`);
  return price.usd;
}

/** The properties of a host that determine its price. */
export interface PricedHost {
  readonly instanceType: string;
  /** Size of its root volume, gp3. */
  readonly diskGiB: number;
}

/**
 * Cost of a host per hour: the instance, its public IPv4 address, and its disk. Volumes, backups and traffic are not
 * included.
 *
 * @returns USD; undefined if the instance type is not in the table
 */
export function hourlyUsd({ instanceType, diskGiB }: PricedHost): number | undefined {
  const instance = instancePrice(instanceType);
  if (instance === undefined) return undefined;
  return instance.usd + usdOf("public IPv4 address") + (diskGiB * usdOf("EBS gp3")) / HOURS_A_MONTH;
}

/** Cost of a host for a number of minutes, in USD; undefined if the instance type is not in the table. */
export function estimateUsd(host: PricedHost, minutes: number): number | undefined {
  const hourly = hourlyUsd(host);
  return hourly === undefined ? undefined : (hourly * minutes) / 60;
}
