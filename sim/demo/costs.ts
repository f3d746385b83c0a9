import { priceOf } from "../../shared/prices";
import { DAY, HOUR } from "../world/clock";
import { type Cost, dollars, type Telling } from "./telling";

const HOURS_A_MONTH = 730;
/** From days on that say something about a month. */
const TYPICAL_DAYS = 7;
/** What is paid while there is a host. */
const OF_HOSTS = /^(EC2 |public IPv4|EBS |data transfer)/;
const UNITS: Readonly<Record<string, string>> = {
  hour: " h",
  "GB-month": " GB-months",
  "GB-second": " GB-seconds",
  month: " months",
  "metric and month": " metric-months",
  "alarm metric and month": " alarm-months",
};

type Costly = Pick<Telling, "costs" | "from" | "to">;

/** Names of the columns, and for each row what is paid and its amounts. */
export function costTable(told: Costly): readonly (readonly [string, ...(readonly string[])])[] {
  const { costs } = told;
  const times = timesAMonth(told);
  const row = (item: string, usd: number): readonly [string, ...string[]] => {
    const all = [usd, ...(times === undefined ? [] : [usd * times])];
    return [item, ...all.map((value) => value.toFixed(2))];
  };
  const [shown, rest] = [costs.filter(({ usd }) => usd >= 0.005), costs.filter(({ usd }) => usd < 0.005)];
  return [
    ["USD", spanOf(told), ...(times === undefined ? [] : ["a month"])],
    ...shown.map((cost) => row(inFull(cost), cost.usd)),
    row("all else", sum(rest)),
    row("together", sum(costs)),
  ];
}

export function costSentence(told: Costly): string {
  const { costs } = told;
  const [usd, times, hosts] = [sum(costs), timesAMonth(told), costs.filter(({ item }) => OF_HOSTS.test(item))];
  const hours = hosts.find(({ item }) => item.startsWith("public"))?.amount ?? 0;
  const kind = spanOf(told) === "this week" ? "of such weeks" : "like this";
  const month = times === undefined ? "" : `, ${dollars(usd * times)} in a month ${kind}`;
  return (
    `${dollars(usd)}${month}, by list prices, before tax, without free tiers. ${dollars(sum(hosts))} of it for ` +
    `${hours.toFixed(1)} h with a host, ${dollars(usd - sum(hosts))} for what is there asleep and awake.`
  );
}

const sum = (costs: readonly Cost[]): number => costs.reduce((total, { usd }) => total + usd, 0);

/** Of how many such spans a month consists; undefined if one is too short to say. */
const timesAMonth = ({ from, to }: Costly): number | undefined =>
  to - from < TYPICAL_DAYS * DAY ? undefined : (HOURS_A_MONTH * HOUR) / (to - from);

function spanOf({ from, to }: Costly): string {
  const days = (to - from) / DAY;
  return days === 7 ? "this week" : days > 2 ? `these ${days} days` : `these ${days * 24} h`;
}

/** Like "EC2 m7a.large, 21.2 h at 0.116". */
function inFull({ item, amount }: Cost): string {
  const { usd = 0, unit = "" } = priceOf(item) ?? {};
  const [many, price] = [amount, usd].map((value) => Number(value.toPrecision(3)).toString());
  return `${item}, ${many ?? ""}${UNITS[unit] ?? ""} at ${price ?? ""}${unit in UNITS ? "" : ` a ${unit}`}`;
}
