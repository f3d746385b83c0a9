import fc from "fast-check";
import { subnetBlock, zoneNumber } from "../../src/lib/subnets";

test.each([
  ["10.40.0.0/16", 0, "10.40.0.0/20"],
  ["10.40.0.0/16", 1, "10.40.16.0/20"],
  ["10.40.0.0/16", 15, "10.40.240.0/20"],
  ["192.168.7.0/24", 1, "192.168.7.16/28"],
  ["172.16.0.0/20", 10, "172.16.10.0/24"],
  ["10.0.252.0/22", 15, "10.0.255.192/26"],
  ["223.255.0.0/16", 15, "223.255.240.0/20"],
])("of %s, part %i is %s", (block, number, subnet) => {
  expect(subnetBlock(block, number)).toBe(subnet);
});

test.each([
  ["a", 0],
  ["b", 1],
  ["h", 7],
])("zone %s is number %i, whatever other zones there are", (letter, number) => {
  expect(zoneNumber(letter)).toBe(number);
});

test("the 16 parts fill any block without a gap or an overlap", () => {
  fc.assert(
    fc.property(fc.nat(2 ** 32 - 1), fc.integer({ min: 16, max: 24 }), (address, length) => {
      const size = 2 ** (32 - length);
      const first = Math.floor(address / size) * size;
      const parts = Array.from({ length: 16 }, (_, number) => range(subnetBlock(`${dotted(first)}/${length}`, number)));
      parts.forEach((part, number) => {
        expect(part).toEqual({ first: first + (number * size) / 16, size: size / 16 });
      });
    }),
  );
});

const dotted = (address: number): string =>
  [24, 16, 8, 0].map((shift) => String(Math.floor(address / 2 ** shift) % 256)).join(".");

function range(block: string): { first: number; size: number } {
  const [a, b, c, d, length] = block.split(/[./]/).map(Number);
  return {
    first: Number(a) * 2 ** 24 + Number(b) * 2 ** 16 + Number(c) * 256 + Number(d),
    size: 2 ** (32 - Number(length)),
  };
}
