import { block, text } from "../../provider/values";
import type { Core } from "../core";
import type { Machine } from "../ec2/machine";

/** The role of a host's instance profile; empty if there is none. */
export function roleOf({ objects }: Core, machine: Machine): string {
  const { arn, name } = block(machine.template["iam_instance_profile"]);
  const reference: Record<string, string> = text(arn) === "" ? { name: text(name) } : { arn: text(arn) };
  const profile = objects.find("aws_iam_instance_profile", reference);
  const role = objects.find("aws_iam_role", { name: text(profile?.attributes["role"]) });
  return text(role?.attributes["arn"]);
}
