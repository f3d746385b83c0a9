import { encode as pack } from "@msgpack/msgpack";
import fc from "fast-check";
import { conform, decode, encode } from "../../sim/provider/protocol/codec";
import { type Type, UNKNOWN, type Value } from "../../sim/provider/values";

const plain = fc.constantFrom<Type>("string", "number", "bool");
const { type: anyType } = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3 },
    plain,
    fc.tuple(fc.constantFrom("list", "set", "map"), tie("type")) as fc.Arbitrary<Type>,
    fc.dictionary(fc.constantFrom("a", "b", "c"), tie("type")).map((members): Type => ["object", members]),
  ),
}));

function valueOf(type: Type): fc.Arbitrary<Value> {
  const known = (): fc.Arbitrary<Value> => {
    if (type === "string") return fc.string();
    if (type === "number")
      return fc.oneof(
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
      );
    if (type === "bool") return fc.boolean();
    if (typeof type === "string") return fc.constant(null);
    const [kind, inner] = type;
    if (kind === "object")
      return fc.record(Object.fromEntries(Object.entries(inner).map(([name, member]) => [name, valueOf(member)])));
    return kind === "map"
      ? fc.dictionary(fc.constantFrom("x", "y"), valueOf(inner))
      : fc.array(valueOf(inner), { maxLength: 3 });
  };
  return fc.oneof(
    { weight: 6, arbitrary: known() },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant(UNKNOWN) },
  );
}

test("every value of every type comes back from the wire as it went", () => {
  const typed = anyType.chain((type) => fc.tuple(fc.constant(type), valueOf(type)));
  fc.assert(
    fc.property(typed, ([type, value]) => {
      const normal = conform(value, type);
      expect(decode(encode(normal, type), type)).toEqual(normal);
    }),
  );
});

test("an object has all its attributes on the wire, null included", () => {
  expect(encode({ a: "x" }, ["object", { a: "string", b: "string" }])).toEqual(pack({ a: "x", b: null }));
});

test("an unknown value is extension 0, and one of which something is known is read as unknown", () => {
  expect(Array.from(encode(UNKNOWN, "string"))).toEqual([0xd4, 0, 0]);
  expect(decode(new Uint8Array([0xc7, 3, 12, 0x81, 1, 0xc2]), "string")).toBe(UNKNOWN);
});

test("sets that differ in order only are the same", () => {
  expect(conform(["b", "a", "b"], ["set", "string"])).toEqual(conform(["a", "b"], ["set", "string"]));
});

test("numbers beyond 64 bits, which arrive as text, are numbers", () => {
  expect(decode(pack("12345678901234567890123"), "number")).toBe(12345678901234567890123);
});
