import { DataAwsKeyPair } from "@cdktf/provider-aws/lib/data-aws-key-pair";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Construct } from "constructs";
import type { ContainerNames } from "../../../shared/container-names";
import { nameTag } from "../../../shared/tags";
import { base64encode } from "../../lib/text";

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

export interface HostTemplateProps {
  readonly names: ContainerNames;
  readonly imageId: string;
  /** Absent if the group's mixed instances policy lists several types. */
  readonly instanceType?: string;
  readonly instanceProfileArn: string;
  readonly securityGroupId: string;
  readonly ipv6: boolean;
  /** A key pair that exists, for SSH. */
  readonly keyPairName: string | undefined;
  /** Size of the root volume; at least the size of the image's snapshot. */
  readonly diskGiB: number;
  /** Boot script as plain text. */
  readonly userData: string;
  /** All tags of the stack: the provider's default tags do not apply to instances and volumes. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Launch template of the hosts. A new version does not affect a running host; the next wake uses it. */
export class HostTemplate extends Construct {
  readonly templateId: string;

  constructor(scope: Construct, id: string, props: HostTemplateProps) {
    super(scope, id);
    const { names, imageId, instanceType, instanceProfileArn, securityGroupId, ipv6, tags } = props;
    const name = names.of("host");
    const { keyPairName: keyName } = props;
    // Nothing checks the name in a template: without this each wake would fail.
    const keyPair = keyName === undefined ? undefined : new DataAwsKeyPair(this, "key_pair", { keyName });
    const hostTags = { ...tags, ...nameTag(name) };

    const template = new LaunchTemplate(this, "Resource", {
      name,
      description: `Host of ${names.container}`,
      updateDefaultVersion: true,
      imageId,
      instanceType,
      keyName: keyPair?.keyName,
      iamInstanceProfile: { arn: instanceProfileArn },
      userData: base64encode(props.userData),
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1, // a container is one hop further away, so it cannot get the host's credentials
        instanceMetadataTags: "disabled",
      },
      networkInterfaces: [
        {
          deviceIndex: 0,
          associatePublicIpAddress: "true",
          ipv6AddressCount: ipv6 ? 1 : undefined,
          securityGroups: [securityGroupId],
          deleteOnTermination: "true",
        },
      ],
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: props.diskGiB, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      monitoring: { enabled: false }, // group metrics and our own have points every minute without it
      disableApiTermination: true, // a mistake in the console must not end a game; Auto Scaling can still terminate the host
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: hostTags,
      })),
      tags: nameTag(name),
    });
    this.templateId = template.id;
  }
}
