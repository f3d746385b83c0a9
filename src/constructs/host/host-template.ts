import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Construct } from "constructs";
import type { ContainerNames } from "../../../shared/container-names";
import { named } from "../../../shared/tags";
import { base64encode } from "../../lib/text";

export interface HostTemplateProps {
  readonly names: ContainerNames;
  readonly imageId: string;
  /** Absent where the group's mixed instances policy lists several types. */
  readonly instanceType?: string;
  readonly instanceProfileArn: string;
  readonly securityGroupId: string;
  readonly ipv6: boolean;
  /** Size of the root volume; not less than the image's snapshot. */
  readonly diskGiB: number;
  /** Boot script as plain text. */
  readonly userData: string;
  /** All tags of the stack: the provider's default tags reach neither instances nor volumes. */
  readonly tags: Readonly<Record<string, string>>;
}

/** How a host is made. A new version touches no running host; the next wake boots it. */
export class HostTemplate extends Construct {
  readonly templateId: string;

  constructor(scope: Construct, id: string, props: HostTemplateProps) {
    super(scope, id);
    const { names, imageId, instanceType, instanceProfileArn, securityGroupId, ipv6, tags } = props;
    const name = names.of("host");
    const hostTags = { ...tags, ...named(name) };

    const template = new LaunchTemplate(this, "Resource", {
      name,
      description: `Host of ${names.container}`,
      updateDefaultVersion: true,
      imageId,
      instanceType,
      iamInstanceProfile: { arn: instanceProfileArn },
      userData: base64encode(props.userData),
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1, // a container is a hop further away: it cannot take the host's credentials
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
      monitoring: { enabled: false }, // group metrics and our own come each minute without it
      disableApiTermination: true, // a slip in the console must not end a game; Auto Scaling may still terminate
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: hostTags,
      })),
      tags: named(name),
    });
    this.templateId = template.id;
  }
}
