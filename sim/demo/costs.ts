import { priceOf } from "../../shared/prices";
import { DAY, HOUR } from "../world/clock";
import { dollars } from "./sentences";
import type { Cost, Telling } from "./telling";
import { lengthOf } from "./times";

const HOURS_A_MONTH = 730;
/** From days on that say something about a month. */
const TYPICAL_DAYS = 7;
/** What is paid while there is a host, besides the host itself. */
const WITH_HOSTS = ["public IPv4 address", "EBS gp3", "data transfer to the internet"];

/** Names of columns, and for each row what is paid for and USD: of what was played, and of a month of it. */
export function costTable({ costs, from, to, settings }: Telling) {
  const days = (to - from) / DAY;
  const month = days < TYPICAL_DAYS ? [] : [(HOURS_A_MONTH * HOUR) / (to - from)];
  const row = (item: string, usd: number) => [item, ...[1, ...month].map((times) => (usd * times).toFixed(2))];
  const unpriced = costs.filter(({ item }) => priceOf(item) === undefined);
  const hostItems = [...settings.instanceTypes.map((type) => `EC2 ${type}`), ...WITH_HOSTS];
  const isShown = ({ usd }: Cost): boolean => usd >= 0.005;
  const [usd, usdWithHosts] = [sum(costs), sum(costs.filter(({ item }) => hostItems.includes(item)))];
  return {
    columns: ["USD", lengthOf({ from, to }), ...month.map(() => "a month")],
    rows: [
      ...costs.filter(isShown).map((cost) => row(inFull(cost), cost.usd)),
      row("everything else", sum(costs.filter((cost) => !isShown(cost)))),
      row("total", usd),
    ],
    notes: [
      `List prices of us-east-1, before tax, without free tiers. ${dollars(usdWithHosts)} of the total is for the time ` +
        `with a host, ${dollars(usd - usdWithHosts)} for what exists all the time.`,
      ...unpriced.map(({ item }) => `Not included: ${item}, which has no price in shared/prices.json.`),
    ],
  };
}

const sum = (costs: readonly Cost[]): number => costs.reduce((total, { usd }) => total + usd, 0);

/** Like "EC2 m7a.large: 21.2 × 0.116 per hour". */
function inFull({ item, usd }: Cost): string {
  const { usd: price = 1, unit = "" } = priceOf(item) ?? {};
  return `${item}: ${Number((usd / price).toPrecision(3))} × ${Number(price.toPrecision(3))} per ${unit}`;
}
