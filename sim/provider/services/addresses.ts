import type { Kinds, Objection, Request } from "../kind";
import { isSet } from "../values";

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html#using-instance-addressing-limit */
const MOST_IN_A_REGION = 5;

/** Elastic IPs. What the provider does: internal/service/ec2/ec2_eip.go; messages: EC2's. */
export const addresses: Kinds = {
  aws_eip: {
    id: "eipalloc-#",
    arn: "ec2:elastic-ip/{id}",
    replacedBy: "address domain ipam_pool_id network_border_group public_ipv4_pool",
    // With whom it is associated (instance, network_interface, association_id) only AWS knows, and it may change.
    computed: { allocation_id: "{id}", domain: "vpc", network_border_group: "{region}", public_ip: "52.@.@.@" },
    refuse: [refuseSixth],
    refuseDeletion: [refuseUsed],
  },
};

function refuseSixth({ prior, region, store }: Request): Objection {
  const there = store.all("aws_eip").filter((other) => other.region === region);
  const isFull = prior === undefined && there.length >= MOST_IN_A_REGION;
  return isFull && "AddressLimitExceeded: The maximum number of addresses has been reached.";
}

/** The provider ends the association that its state has; of a later one it does not know. One ends with its instance. */
function refuseUsed({ object, id, region, store }: Request): Objection {
  const { association_id: association, instance } = store.get("aws_eip", region, id)?.attributes ?? {};
  const isThere = isSet(association) && store.find("instance", (one) => one.id === instance) !== undefined;
  const isUsed = isThere && association !== object["association_id"];
  return isUsed && `InvalidIPAddress.InUse: Address ${id} is in use.`;
}
