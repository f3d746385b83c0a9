import fc from "fast-check";
import { queryOf } from "../../../handlers/wake/queries";
import { line, linesOf, NOW } from "./logs";

test("a line says when which resolver asked for what", () => {
  expect(linesOf("join.txt").slice(0, 3).map(queryOf)).toEqual([
    { time: Date.parse("2026-11-21T20:01:12.130Z"), name: "valheim.example.com", type: "A", resolver: "172.253.1.130" },
    {
      time: Date.parse("2026-11-21T20:01:12.131Z"),
      name: "valheim.example.com",
      type: "AAAA",
      resolver: "172.253.1.131",
    },
    {
      time: Date.parse("2026-11-21T20:01:12.140Z"),
      name: "valheim.example.com",
      type: "HTTPS",
      resolver: "2400:cb00:49:1024::a29e:1a2b",
    },
  ]);
});

test.each([
  ["TYPE1", "A"],
  ["1", "A"],
  ["TYPE28", "AAAA"],
  ["28", "AAAA"],
  ["TYPE65", "HTTPS"],
  ["65", "HTTPS"],
  ["HTTPS", "HTTPS"],
  ["TYPE33", "SRV"],
  ["33", "SRV"],
  ["TYPE64", "TYPE64"],
  ["TYPE655", "TYPE655"],
  ["TYPE", "TYPE"],
  ["MX", "MX"],
])("a type may be logged by number: %s is %s", (logged, type) => {
  expect(queryOf(line({ type: logged }))?.type).toBe(type);
});

test("the dot that ends a full name is dropped, and no other", () => {
  expect(queryOf(line({ name: "valheim.example.com." }))?.name).toBe("valheim.example.com");
});

test("a time without fractions of a second is a time", () => {
  expect(queryOf(line().replace(".000Z", "Z"))?.time).toBe(NOW);
});

test("fields that a later minor version may add are allowed", () => {
  expect(queryOf(`${line().replace("1.0", "1.1")} new`)).toEqual(queryOf(line()));
});

test.each(linesOf("malformed.txt"))("is no line of a query log: %s", (text) => {
  expect(queryOf(text)).toBeUndefined();
});

test("no text is too strange", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(queryOf(text)).toBeUndefined();
    }),
  );
  const field = fc.constantFrom(
    "1.0",
    "",
    "-",
    "2026-11-21T20:01:12Z",
    "9999-99-99T99:99:99Z",
    "a.b.",
    "TYPE",
    "\u0000",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(field, fc.string()), { maxLength: 12 }), (fields) => {
      expect(queryOf(fields.join(" "))?.time).not.toBeNaN();
    }),
  );
});
