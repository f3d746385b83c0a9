import { type Attributes, block, blocks, text, texts } from "../../provider/values";
import type { Core } from "../core";
import type { Launch } from "../ec2/machine";
import type { AppliedObject } from "../terraform/objects";

const CAPACITY =
  "We currently do not have sufficient {type} capacity in the Availability Zone you requested ({zone}). Our system will be working on provisioning additional capacity.";

/** What a group would launch, of the first type that EC2 has; or why it can't, in Auto Scaling's words. */
export function launchOf(core: Core, group: AppliedObject): Launch | string {
  const { template, types, zone } = sourceOf(core, group);
  if (template === undefined) return "The launch template does not exist.";
  const instanceType = types.find((type) => !core.faults.noCapacity({ at: core.now, instanceType: type, zone }));
  if (instanceType !== undefined && zone !== "") return { template, region: group.region, zone, instanceType };
  const tried = types.map((name) => CAPACITY.replace("{type}", name).replace("{zone}", zone)).join(" ");
  return `InsufficientInstanceCapacity - ${tried}`;
}

/** The group's zone (its first subnet's), its launch template, and its types in order of priority. */
export function sourceOf({ objects }: Core, { attributes }: AppliedObject) {
  const { launch_template, mixed_instances_policy, vpc_zone_identifier } = attributes;
  const [subnet = ""] = texts(vpc_zone_identifier);
  const zone = text(objects.find("aws_subnet", { id: subnet })?.attributes["availability_zone"]);
  const mixed = block(block(mixed_instances_policy)["launch_template"]);
  const { id, launch_template_id = id } = block(mixed["launch_template_specification"] ?? launch_template);
  const template: Attributes | undefined = objects.find("aws_launch_template", {
    id: text(launch_template_id),
  })?.attributes;
  const overrides = blocks(mixed["override"]).map(({ instance_type }) => text(instance_type));
  return { template, zone, types: overrides.length > 0 ? overrides : [text(template?.["instance_type"])] };
}
