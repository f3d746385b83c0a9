import fc from "fast-check";
import { circleIn, type Graph, longestStop, neededBy, stopOrder } from "../../src/config/compose/dependency-graph";
import type { Condition } from "../../src/config/compose/depends-on";

const node = (stopGraceSeconds: number, ...dependencies: readonly (string | [string, Condition])[]) => ({
  stopGraceSeconds,
  dependencies: dependencies.map((one) =>
    typeof one === "string" ? { service: one, condition: "START" as const } : { service: one[0], condition: one[1] },
  ),
});

const SHOP: Graph = {
  proxy: node(10, "app"),
  app: node(20, "db", ["migrate", "SUCCESS"], "cache"),
  migrate: node(500, "db"),
  db: node(40),
  cache: node(5),
  cron: node(30),
};

test("what stops one after the other adds up; what has ended before does not", () => {
  expect(longestStop(SHOP)).toEqual({ services: ["migrate", "db"], seconds: 540 });
  expect(longestStop({ ...SHOP, migrate: node(1, "db") })).toEqual({ services: ["proxy", "app", "db"], seconds: 70 });
  expect(longestStop({ game: node(120) })).toEqual({ services: ["game"], seconds: 120 });
});

test("a service stops after those that need it while they run", () => {
  expect(stopOrder(SHOP)).toEqual({
    proxy: [],
    app: ["proxy"],
    migrate: [],
    db: ["app", "migrate"],
    cache: ["app"],
    cron: [],
  });
});

test("a service needs what its dependencies need, but not what must have ended", () => {
  expect(neededBy(SHOP, ["proxy"])).toEqual(["proxy", "app", "db", "cache"]);
  expect(neededBy(SHOP, ["cron"])).toEqual(["cron"]);
});

test("a circle is named with all its services; a name that is no service makes none", () => {
  expect(circleIn(SHOP)).toBeUndefined();
  expect(circleIn({ ...SHOP, db: node(40, "proxy") })).toEqual(["proxy", "app", "db", "proxy"]);
  expect(circleIn({ self: node(1, "self") })).toEqual(["self", "self"]);
  expect(circleIn({ lonely: node(1, "nobody") })).toBeUndefined();
});

/** Each service needs only later ones, so there is no circle. */
const graphs = fc
  .array(fc.record({ seconds: fc.nat(100), needs: fc.array(fc.nat(7), { maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((all): Graph =>
    Object.fromEntries(
      all.map(({ seconds, needs }, index) => {
        const later = [...new Set(needs)].filter((other) => other > index && other < all.length);
        return [`s${index}`, node(seconds, ...later.map((other) => `s${other}`))];
      }),
    ),
  );

test("the time to stop is what a stop in that order takes", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const order = stopOrder(graph);
      const stopped = new Map<string, number>();
      const stoppedAt = (name: string): number => {
        const known = stopped.get(name);
        if (known !== undefined) return known;
        const start = Math.max(0, ...(order[name] ?? []).map(stoppedAt));
        stopped.set(name, start + (graph[name]?.stopGraceSeconds ?? 0));
        return stopped.get(name) ?? 0;
      };
      expect(longestStop(graph).seconds).toBe(Math.max(...Object.keys(graph).map(stoppedAt)));
      expect(circleIn(graph)).toBeUndefined();
    }),
  );
});
