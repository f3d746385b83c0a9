import { readFileSync } from "node:fs";
import { join } from "node:path";
import { usdOf } from "../../shared/prices";

const page = readFileSync(join(__dirname, "../../docs/always.md"), "utf8");
/** The cells of each table of costs, without its head. */
const tables = [...page.matchAll(/^\| a month .*\n\|[ |:-]*\n((?:\|.*\n)+)/gm)].map(([, rows = ""]) =>
  rows
    .trim()
    .split("\n")
    .map((row) => row.split("|").map((cell) => cell.trim())),
);

test("there are two months: on one host, and elsewhere", () => {
  expect(tables).toHaveLength(2);
});

test.each(tables.map((rows) => [rows.length - 1, rows] as const))(
  "each of %i lines is its amount at the list price, and the total is their sum",
  (_, rows) => {
    const total = Number(rows.at(-1)?.[4]);
    let sum = 0;
    for (const [, name = "", amount = "", price, usd] of rows.slice(0, -1)) {
      const [item = ""] = name.split(",");
      expect([item, Number(price)]).toEqual([item, usdOf(item)]);
      expect([item, usd]).toEqual([item, (parseFloat(amount) * usdOf(item)).toFixed(2)]);
      sum += Number(usd);
    }
    expect(sum).toBeCloseTo(total, 10);
  },
);
