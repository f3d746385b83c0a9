import { type Attributes, blocks, isObject, text } from "../../provider/values";
import type { Instant } from "../clock";
import { Unknown } from "../errors";

export type MachineState = "pending" | "running" | "stopping" | "stopped" | "shutting-down" | "terminated";

/** What is launched, and where. */
export interface Launch {
  /** The launch template. */
  readonly template: Attributes;
  readonly region: string;
  /** Like us-west-2a. */
  readonly zone: string;
  readonly instanceType: string;
}

/** An EC2 instance. */
export interface Machine extends Launch {
  readonly id: string;
  readonly launchedAt: Instant;
  readonly tags: Readonly<Record<string, string>>;
  state: MachineState;
  ipv4?: string;
  /** Its IPv4 address is an Elastic IP. */
  hasElasticIp?: boolean;
  ipv6?: string;
  /** False once its hardware has failed or is off, whatever EC2 reports. */
  works: boolean;
  /** Sent to the internet up to the last full minute. */
  sentBytes: number;
}

const GIB_OF_LARGE: Readonly<Record<string, number>> = { c: 4, m: 8, r: 16, t: 8 };
const SIZES = ["nano", "micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge"];

/** The memory that a host of a type offers to tasks. The system and the agent keep the rest. */
export function memoryMib(instanceType: string): number {
  const [family = "", size = ""] = instanceType.split(".");
  const gib = GIB_OF_LARGE[family.charAt(0)];
  if (gib === undefined || !SIZES.includes(size)) throw new Unknown(`the memory of ${instanceType}`);
  const step = size.endsWith("xlarge") ? 2 * (Number.parseInt(size, 10) || 1) : 2 ** (SIZES.indexOf(size) - 4);
  return 0.94 * 1024 * gib * step;
}

/** The tags that a launch template gives to what is launched from it, by type of resource. */
export function launchTags(template: Attributes, type: "instance" | "network-interface"): Record<string, string> {
  const specification = blocks(template["tag_specifications"]).find(({ resource_type }) => resource_type === type);
  const tags = isObject(specification?.["tags"]) ? specification["tags"] : {};
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, text(value)]));
}

/** Of a launch template, or of a machine made from it. */
export const bootScriptOf = (template: Attributes): string =>
  Buffer.from(text(template["user_data"]), "base64").toString();
