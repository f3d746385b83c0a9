type Architecture = "x86_64" | "arm64";

/** Family, generation, attributes, size: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html */
export const INSTANCE_TYPE =
  /^([a-z]+)(\d+)([a-z]*(?:-[a-z0-9]+)?)\.(nano|micro|small|medium|large|xlarge|\d{1,3}xlarge|metal(?:-\d{1,3}xl)?)$/;

/** Processor architecture by naming convention: the attribute "g" means Graviton (or Grace). Undefined for Macs and unknown forms. */
export function architectureOf(instanceType: string): Architecture | undefined {
  const [, family, generation = "", attributes = ""] = INSTANCE_TYPE.exec(instanceType) ?? [];
  if (family === undefined || family === "mac") return undefined;
  return attributes.includes("g") || `${family}${generation}` === "a1" ? "arm64" : "x86_64";
}
