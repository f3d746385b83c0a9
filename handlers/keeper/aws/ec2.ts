import {
  AssociateAddressCommand,
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  EC2Client,
  type Instance,
} from "@aws-sdk/client-ec2";
import { TAGS } from "../../../shared/tags";
import type { Machine, Readings } from "../facts";
import type { KeeperSettings } from "../read-settings";
import type { Instant } from "../time";
import { clientOptions } from "./client-options";
import { allPages } from "./pages";

/** All but terminated: EC2 still shows those for an hour. */
const STATES = ["pending", "running", "shutting-down", "stopping", "stopped"];

/** Instances with the container's tags, in its group or not, and its Elastic IP. */
export function ec2(settings: KeeperSettings) {
  const client = new EC2Client(clientOptions(settings));
  const Filters = [
    { Name: `tag:${TAGS.project}`, Values: [settings.project] },
    { Name: `tag:${TAGS.container}`, Values: [settings.container] },
    { Name: "instance-state-name", Values: STATES },
  ];
  return {
    machines: (now: Instant): Promise<readonly Machine[]> =>
      allPages(async (NextToken) => {
        const page = await client.send(new DescribeInstancesCommand({ Filters, NextToken }));
        const instances = (page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
        return { items: instances.map((instance) => machineOf(instance, now)), next: page.NextToken };
      }),

    async fixedAddress(): Promise<Readings["fixedAddress"]> {
      const AllocationIds = [settings.fixedAddress?.allocationId ?? ""];
      const { Addresses: [address] = [] } = await client.send(new DescribeAddressesCommand({ AllocationIds }));
      const { InstanceId: instanceId = "" } = address ?? {};
      return instanceId === "" ? {} : { instanceId };
    },

    /** Takes it from another instance that has it: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html */
    associate: ({ allocationId, instanceId }: { readonly allocationId: string; readonly instanceId: string }) =>
      client.send(
        new AssociateAddressCommand({
          AllocationId: allocationId,
          InstanceId: instanceId,
          AllowReassociation: true,
        }),
      ),
  };
}

/** @param now for an instance so new that EC2 does not say yet when it was launched */
function machineOf(instance: Instance, now: Instant): Machine {
  const { InstanceId = "", InstanceType = "", State, LaunchTime, PublicIpAddress, NetworkInterfaces = [] } = instance;
  const [ipv6 = instance.Ipv6Address] = NetworkInterfaces.flatMap(({ Ipv6Addresses = [] }) =>
    Ipv6Addresses.flatMap(({ Ipv6Address }) => Ipv6Address ?? []),
  );
  return {
    instanceId: InstanceId,
    state: State?.Name ?? "",
    launchedAt: LaunchTime?.getTime() ?? now,
    instanceType: InstanceType,
    ...(PublicIpAddress !== undefined && { ipv4: PublicIpAddress }),
    ...(ipv6 !== undefined && { ipv6 }),
  };
}
