/** A VPC has 16 subnets: eight public ones by the zone's letter, and eight for private ones. */
const SUBNET_BITS = 4;

/** Number of a zone's subnet. By letter, not by position in the list, so that adding a zone does not change the others. */
export const zoneNumber = (letter: string): number => letter.charCodeAt(0) - "a".charCodeAt(0);

/**
 * One of the 16 equal parts of an IPv4 block.
 *
 * @param block like 10.40.0.0/16
 * @param number 0 to 15
 */
export function subnetBlock(block: string, number: number): string {
  const [address = "", length = ""] = block.split("/");
  const bits = Number(length) + SUBNET_BITS;
  const first = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0) + number * 2 ** (32 - bits);
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${bytes.join(".")}/${bits}`;
}
