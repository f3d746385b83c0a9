import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Construct } from "constructs";

export interface HostImageProps {
  readonly architecture: "x86_64" | "arm64";
  /** latest, or an image ID. */
  readonly ami: string;
  /** True for a mixed instances policy, in which EC2 does not resolve the parameter. */
  readonly severalTypes: boolean;
}

/** ECS-optimised Amazon Linux 2023: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html */
export class HostImage extends Construct {
  readonly imageId: string;

  constructor(scope: Construct, id: string, { architecture, ami, severalTypes }: HostImageProps) {
    super(scope, id);
    const folder = architecture === "arm64" ? "amazon-linux-2023/arm64" : "amazon-linux-2023";
    const parameter = `/aws/service/ecs/optimized-ami/${folder}/recommended/image_id`;
    if (ami !== "latest") this.imageId = ami;
    else if (!severalTypes)
      this.imageId = `resolve:ssm:${parameter}`; // each wake boots the newest image
    // Not sensitive: otherwise the plan would hide the template's changes.
    else this.imageId = new DataAwsSsmParameter(this, "Resource", { name: parameter }).insecureValue;
  }
}
