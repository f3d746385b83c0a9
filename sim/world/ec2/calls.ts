import { DescribeInstancesCommand, type Instance } from "@aws-sdk/client-ec2";
import type { Calls } from "../api/calls";
import { shownAt } from "../api/past";
import type { Core } from "../core";
import { Unknown } from "../errors";
import type { Machine } from "./machine";
import type { Machines } from "./machines";

/** EC2 as functions call it. */
export function answerEc2(core: Core, calls: Calls, machines: Machines): void {
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
}

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
