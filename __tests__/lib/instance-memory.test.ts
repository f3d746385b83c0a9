import { instanceMemoryMiB, reservableMemoryMiB } from "../../src/lib/instance-memory";

test.each([
  ["t3.nano", 512],
  ["t4g.micro", 1_024],
  ["t3a.small", 2_048],
  ["t4g.medium", 4_096],
  ["c7a.large", 4_096],
  ["c8g.medium", 2_048],
  ["m7a.large", 8_192],
  ["m7i-flex.xlarge", 16_384],
  ["c5.9xlarge", 73_728],
  ["m7i.metal-24xl", 393_216],
  ["r8g.48xlarge", 1_572_864],
  ["x2gd.medium", 16_384],
  ["x2iedn.32xlarge", 4_194_304],
])("%s has %i MiB", (type, memoryMiB) => {
  expect(instanceMemoryMiB(type)).toBe(memoryMiB);
});

test.each([
  "c5n.large",
  "hpc7a.12xlarge",
  "x1.16xlarge",
  "m6i.metal",
  "m99.large",
  "m7a.huge",
  "m7a",
  "constructor.large",
])("the memory of %s is not known, so nothing is said about it", (type) => {
  expect(instanceMemoryMiB(type)).toBeUndefined();
  expect(reservableMemoryMiB(type)).toBeUndefined();
});

/**
 * What ECS hosts of a type registered: aws/amazon-ecs-ami#597 (m6i), ASFHyP3/hyp3#1900 (r6id, on Amazon Linux 2023); the
 * others are the installed memory less the overhead measured by Karpenter (aws/karpenter-provider-aws,
 * zz_generated.memory_overhead.go).
 */
test.each([
  ["m6i.large", 7_817],
  ["r6id.xlarge", 31_517],
  ["r6id.4xlarge", 126_722],
  ["t3.nano", 423],
  ["t3.micro", 920],
  ["t4g.small", 1_851],
  ["c6g.medium", 1_839],
  ["a1.medium", 1_807],
  ["c5.large", 3_663],
  ["m5.large", 7_633],
  ["m7g.large", 7_772],
  ["c5.18xlarge", 140_728],
])("what can be reserved on %s fits into the %i MiB that such hosts have", (type, seenMiB) => {
  expect(reservableMemoryMiB(type)).toBeLessThanOrEqual(seenMiB);
  expect(reservableMemoryMiB(type)).toBeGreaterThan(0.8 * seenMiB);
});
