import { text } from "../../provider/values";
import type { Core } from "../core";
import { AwsError } from "../errors";
import type { AppliedObject } from "../terraform/objects";
import type { Instant } from "../clock";
import type { Machine } from "./machine";
import type { Machines } from "./machines";

/** Elastic IPs: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html */
export class Addresses {
  constructor(
    private readonly core: Core,
    private readonly machines: Machines,
  ) {}

  /** @throws AwsError if there is no such address */
  named(allocationId: string, region: string): AppliedObject {
    const address = this.core.objects.find("aws_eip", { id: allocationId }, region);
    if (address === undefined) {
      const says = `The allocation ID '${allocationId}' does not exist`;
      throw new AwsError("InvalidAllocationID.NotFound", says);
    }
    return address;
  }

  /** The machine that has it, now or as it was at a time. */
  holder(address: AppliedObject, time: Instant = this.core.now): Machine | undefined {
    const ipv4 = ipv4Of(address);
    return this.machines.at(time).find((machine) => machine.hasElasticIp === true && machine.ipv4 === ipv4);
  }

  /** @throws AwsError if the instance can't take it */
  associate(address: AppliedObject, machine: Machine, mayTake: boolean, by: string): void {
    if (machine.state !== "running" && machine.state !== "stopped") {
      // In the provider's internal/service/ec2/ec2_eip.go.
      const says = `The ${machine.state} instance '${machine.id}' is not in a valid state for this operation.`;
      throw new AwsError("InvalidInstanceID", says);
    }
    const holder = this.holder(address);
    if (holder !== undefined && holder.id !== machine.id) {
      const says = `resource ${address.id} is already associated with associate-id ${holder.id}`;
      if (!mayTake) throw new AwsError("Resource.AlreadyAssociated", says);
      this.machines.disassociate(this.machines.named(holder.id));
    }
    this.core.record({ kind: "address", by, host: machine.id, ipv4: ipv4Of(address) });
    this.machines.associate(machine, ipv4Of(address));
  }

  /** After an apply: an address that is released leaves its host, which gets one of AWS again. */
  refresh(): void {
    const left = this.core.objects.all("aws_eip").map(ipv4Of);
    for (const machine of this.machines.all.values())
      if (machine.hasElasticIp === true && !left.includes(machine.ipv4 ?? "")) this.machines.disassociate(machine);
  }
}

const ipv4Of = ({ attributes }: AppliedObject): string => text(attributes["public_ip"]);
