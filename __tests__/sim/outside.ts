import type { Store } from "../../sim/provider/store";
import { block, text, texts } from "../../sim/provider/values";

/** Names of what changes when a host comes up. */
export interface Host {
  readonly group: string;
  readonly cluster: string;
  /** Name of the address record. */
  readonly record: string;
  readonly address: string;
}

/** Leaves things as they are while somebody plays: one wanted, an instance that holds the network, the record at it. */
export function wakeUp(store: Store, { group, cluster, record, address }: Host): void {
  const found = store.find("aws_autoscaling_group", ({ id }) => id === group);
  const home = store.find("aws_ecs_cluster", ({ attributes }) => attributes["name"] === cluster);
  const entry = store.find("aws_route53_record", ({ attributes: { name, type } }) => name === record && type === "A");
  const template = store.find("aws_launch_template", ({ attributes: { name } }) => name === group);
  if (!found || !home || !entry) throw new Error("apply the container first");
  const attributes = {
    autoscaling_group: group,
    cluster: home.id,
    public_ip: address,
    subnet_id: texts(found.attributes["vpc_zone_identifier"])[0] ?? "",
    vpc_security_group_ids: texts(block(template?.attributes["network_interfaces"])["security_groups"]),
  };
  const id = "i-0123456789abcdef0";
  store.put({ type: "instance", id, key: id, region: found.region, attributes });
  store.edit("aws_autoscaling_group", group, { desired_capacity: 1 });
  store.edit("aws_route53_record", text(entry.attributes["id"]), { records: [address] });
}
