import {
  AssociateAddressCommand,
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  type Instance,
} from "@aws-sdk/client-ec2";
import { TAGS } from "../../../shared/tags";
import type { Context } from "../iam/access";
import type { Calls } from "../api/calls";
import { shownAt } from "../api/past";
import type { Core } from "../core";
import { Unknown } from "../errors";
import { tagsOf } from "../terraform/objects";
import type { Addresses } from "./addresses";
import { launchTags, type Machine } from "./machine";
import type { Machines } from "./machines";

/** EC2 as functions call it. */
export function answerEc2(core: Core, calls: Calls, machines: Machines, addresses: Addresses): void {
  calls.on(DescribeInstancesCommand, {
    action: "ec2:DescribeInstances",
    answer: ({ Filters = [], InstanceIds }, region) => {
      if (InstanceIds !== undefined) throw new Unknown("DescribeInstances by id");
      const fits = (machine: Machine): boolean =>
        machine.region === region &&
        Filters.every(({ Name = "", Values = [] }) => Values.includes(fieldOf(machine, Name)));
      const time = shownAt(core, "ec2:DescribeInstances");
      const shown = machines.at(time);
      return { Reservations: shown.filter(fits).map((machine) => ({ Instances: [described(machine)] })) };
    },
  });
  calls.on(DescribeAddressesCommand, {
    action: "ec2:DescribeAddresses",
    answer: ({ AllocationIds = [] }, region) => {
      const time = shownAt(core, "ec2:DescribeAddresses");
      const all = AllocationIds.map((id) => addresses.named(id, region));
      const shown = all.map((address) => ({
        AllocationId: address.id,
        InstanceId: addresses.holder(address, time)?.id,
      }));
      return { Addresses: shown };
    },
  });
  const arn = (region: string, path: string): string[] => [`arn:aws:ec2:${region}:${core.account}:${path}`];
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html: address, instance, interface
  const action = "ec2:AssociateAddress";
  calls.on(AssociateAddressCommand, {
    action,
    resources: ({ AllocationId = "" }, region) => arn(region, `elastic-ip/${AllocationId}`),
    context: ({ AllocationId = "" }, region) => {
      const address = core.objects.find("aws_eip", { id: AllocationId }, region);
      return tagContext(address === undefined ? {} : tagsOf(address));
    },
    dependentActions: ({ InstanceId = "" }, region) => {
      const template = machines.all.get(InstanceId)?.template ?? {};
      return [
        {
          action,
          resources: arn(region, `instance/${InstanceId}`),
          context: tagContext(launchTags(template, "instance")),
        },
        {
          action,
          resources: arn(region, `network-interface/eni-${InstanceId.slice(2)}`),
          context: tagContext(launchTags(template, "network-interface")),
        },
      ];
    },
    answer: ({ AllocationId = "", InstanceId = "", AllowReassociation = true }, region, caller) => {
      addresses.associate(
        addresses.named(AllocationId, region),
        machines.named(InstanceId),
        AllowReassociation,
        caller,
      );
      return { AssociationId: `eipassoc-${InstanceId.slice(2)}` };
    },
  });
}

/** The condition keys that a resource's tags give; one that it does not have has no value. */
const tagContext = (tags: Readonly<Record<string, string>>): Context =>
  Object.fromEntries(Object.values(TAGS).map((key) => [`aws:ResourceTag/${key}`, tags[key]]));

function fieldOf(machine: Machine, filter: string): string {
  if (filter === "instance-state-name") return machine.state;
  const [, tag] = /^tag:(.+)$/.exec(filter) ?? [];
  if (tag === undefined) throw new Unknown(`DescribeInstances filter ${filter}`);
  return machine.tags[tag] ?? "";
}

const described = ({ id, state, launchedAt, instanceType, ipv4, ipv6 }: Machine): Instance => ({
  InstanceId: id,
  State: { Name: state },
  LaunchTime: new Date(launchedAt),
  InstanceType: instanceType as Instance["InstanceType"],
  PublicIpAddress: ipv4,
  NetworkInterfaces: [{ Ipv6Addresses: ipv6 === undefined ? [] : [{ Ipv6Address: ipv6 }] }],
});
