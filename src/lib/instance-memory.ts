/**
 * Families by the GiB of memory of their xlarge, if all sizes have the same memory per vCPU; others (c5n, x1, hpc7a …) are
 * left out. Checked against AWS's Spot Instance Advisor, which lists all types:
 * https://spot-bid-advisor.s3.amazonaws.com/spot-advisor-data.json (of 2026).
 */
const FAMILIES: Readonly<Record<number, string>> = {
  8:
    "a1 c5 c5a c5ad c5d c6a c6g c6gd c6gn c6i c6id c6in c7a c7g c7gd c7gn c7i c7i-flex c8a c8g c8gb c8gd c8gn c8i " +
    "c8i-flex c8id g5g",
  16:
    "t2 t3 t3a t4g m4 m5 m5a m5ad m5d m5dn m5n m5zn m6a m6g m6gd m6i m6id m6idn m6in m7a m7g m7gd m7i m7i-flex m8a " +
    "m8azn m8g m8gb m8gd m8gn m8i m8i-flex m8id d3en g4ad g4dn g5 g6 g6f im4gn",
  32:
    "r5 r5a r5ad r5b r5d r5dn r5n r6a r6g r6gd r6i r6id r6idn r6in r7a r7g r7gd r7i r7iz r8a r8g r8gb r8gd r8gn r8i " +
    "r8i-flex r8id d3 g6e gr6 i3en i4g i4i i7i i7ie i8g i8ge z1d",
  64: "x2gd x2idn x8g x8i",
  128: "x2iedn x2iezn x8aedz",
};
const XLARGE_GIB: ReadonlyMap<string, number> = new Map(
  Object.entries(FAMILIES).flatMap(([gib, names]) => names.split(" ").map((name) => [name, Number(gib)] as const)),
);
/** Each has half the memory of the previous one. */
const SIZES = ["xlarge", "large", "medium", "small", "micro", "nano"];

/** Memory of an EC2 instance type; undefined for an unknown one. */
export function instanceMemoryMiB(instanceType: string): number | undefined {
  const [family = "", size = ""] = instanceType.split(".");
  const gib = XLARGE_GIB.get(family);
  const xlarges = /^(?:metal-)?(\d+)xl/.exec(size)?.[1];
  if (gib === undefined || (xlarges === undefined && !SIZES.includes(size))) return undefined;
  return 1_024 * gib * (xlarges === undefined ? 2 ** -SIZES.indexOf(size) : Number(xlarges));
}

/**
 * Memory that containers cannot use: a share that Linux does not see (Karpenter's default for all types,
 * VM_MEMORY_OVERHEAD_PERCENT in https://karpenter.sh/docs/reference/settings/), and that of docker and the ECS agent. ECS
 * does not subtract the latter, because ECS_RESERVED_MEMORY is not set:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/memory-management.html
 */
const OVERHEAD = { share: 0.075, miB: 128 };

/** Memory that containers can reserve on a host of this type; undefined if it is not known. */
export function reservableMemoryMiB(instanceType: string): number | undefined {
  const memoryMiB = instanceMemoryMiB(instanceType);
  return memoryMiB === undefined ? undefined : Math.floor(memoryMiB * (1 - OVERHEAD.share) - OVERHEAD.miB);
}
