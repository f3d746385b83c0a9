import type { KeeperSettings } from "../../handlers/keeper/read-settings";
import { priceOf } from "../../shared/prices";
import { objectsOf, readRecorded } from "../applied/state";
import { attacks } from "../scenarios/attacks";
import type { Scenario } from "../scenarios/scenario";
import { prove } from "./prove";
import { toldKeeper } from "./subject";

/** The first of a month with 31 days: limits count by months of the calendar, as bills do. */
const START = Date.parse("2026-12-01T00:00Z");
const GIB = 1024 ** 3 / 1e9;

/** The page with today's figures in its two tables, which are all of it that begins with a bar. */
export async function renewed(page: string): Promise<string> {
  const tables = [await billTable(), floodTable()];
  return page.replace(/^\|.*\n(?:\|.*\n)*/gm, () => tables.shift() ?? "");
}

/** Each month, played on the recorded state, all invariants watched, and what it costs. */
async function billTable(): Promise<string> {
  const rows: (readonly string[])[] = [];
  for (const attack of attacks) rows.push(await billOf(attack));
  return markdown([
    ["the month", "host hours", "GB sent", "mails", "USD", "capped by"],
    ["---", "--:", "--:", "--:", "--:", "---"],
    ...rows,
  ]);
}

async function billOf(attack: Scenario): Promise<readonly string[]> {
  const world = await prove(objectsOf(readRecorded()), attack, { start: START });
  const [container = ""] = world.containers;
  const { hostHours, usd } = world.meter;
  const sent = world.meter.lines().find(({ item }) => item.startsWith("data transfer"))?.amount ?? 0;
  const columns = [hostHours.toFixed(0), sent.toFixed(0), `${world.mails.length}`, usd.toFixed(2)];
  return [attack.about, ...columns, heldBy(toldKeeper(world, container), hostHours, sent)];
}

function heldBy({ limit }: KeeperSettings, hours: number, sentGb: number): string {
  if (hours > limit.perMonthMinutes / 60 + 1) return "no hour limit: `wake` bypasses all but the session limit";
  const limits = [
    hours > limit.perMonthMinutes / 60 - 1 && "`per_month`",
    sentGb > (limit.trafficPerMonthMiB / 1024) * GIB - 1 && "`traffic_per_month`",
  ].filter((limit) => limit !== false);
  if (limits.length > 0) return limits.join(", ");
  return hours > 0 ? "queries are ignored after sessions that nobody joined" : "";
}

const SECONDS_A_MONTH = 31 * 24 * 3600;
/** A line of the query log. */
const LINE_BYTES = 110;
/** wake calls keeper at most once in 10 s, and a look asks CloudWatch up to four times. */
const LOOKS_A_MONTH = SECONDS_A_MONTH / 10;
const CALLS_A_LOOK = 4;
/** Of a run of wake, and of a look of keeper. */
const WAKE_GB_SECONDS = 0.02;
const KEEPER_GB_SECONDS = 0.1;

/** USD of a month with so many queries a second, by formula. */
function floodTable(): string {
  const price = (item: string): number => priceOf(item)?.usd ?? NaN;
  const rows = [1, 10, 100, 1000].map((perSecond) => {
    const queries = perSecond * SECONDS_A_MONTH;
    const route53 = (queries / 1e6) * price("Route 53 queries");
    const log = ((queries * LINE_BYTES) / 1e9) * price("CloudWatch Logs ingest");
    // A second's lines come in a batch at least.
    const runs = SECONDS_A_MONTH + LOOKS_A_MONTH;
    const seconds = SECONDS_A_MONTH * WAKE_GB_SECONDS + LOOKS_A_MONTH * KEEPER_GB_SECONDS;
    const functions = (runs / 1e6) * price("Lambda requests") + seconds * price("Lambda duration arm64");
    const cloudWatch = ((LOOKS_A_MONTH * CALLS_A_LOOK) / 1e3) * price("CloudWatch API calls");
    const all = [route53, log, functions, cloudWatch, route53 + log + functions + cloudWatch];
    return [`${perSecond}`, ...all.map((usd) => usd.toFixed(2))];
  });
  return markdown([
    ["queries a second", "Route 53", "query log", "functions", "CloudWatch", "total"],
    Array<string>(6).fill("--:"),
    ...rows,
  ]);
}

const markdown = (table: readonly (readonly string[])[]): string =>
  table.map((row) => `| ${row.join(" | ")} |\n`).join("");
