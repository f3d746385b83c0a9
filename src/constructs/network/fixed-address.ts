import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Construct } from "constructs";
import type { ContainerNames } from "../../../shared/container-names";
import { nameTag } from "../../../shared/tags";

/**
 * An Elastic IP, which keeper associates with each host. Terraform never associates it: what it reads of the association
 * is computed, so a plan has no changes while a host has it.
 */
export class FixedAddress extends Construct {
  readonly allocationId: string;
  readonly arn: string;
  readonly ipv4: string;

  constructor(scope: Construct, id: string, { names }: { readonly names: ContainerNames }) {
    super(scope, id);
    const address = new Eip(this, "Resource", {
      domain: "vpc",
      tags: nameTag(names.of("address")),
      // If it is removed, keeper is updated first. Otherwise keeper would look for an address that is gone.
      lifecycle: { createBeforeDestroy: true },
    });
    this.allocationId = address.allocationId;
    this.arn = address.arn;
    this.ipv4 = address.publicIp;
  }
}
