import type { AppliedObject } from "../../../sim/world/terraform/objects";
import { all, edit, editCondition, editScript, editSettings } from "../edits";

const CONDITION = ["ForAllValues:StringEquals", "route53:ChangeResourceRecordSetsRecordTypes"] as const;
const edits = all(
  editSettings("keeper", "ipv6", true),
  editSettings("wake", "queryTypes", ["A", "AAAA"]),
  editCondition(...CONDITION, ["A", "AAAA"]),
  edit("aws_launch_template", "network_interfaces.*.ipv6_address_count", 1),
  editScript("IPV6=no", "IPV6=yes"),
);

/** The same with `ipv6: true`. */
export function withIpv6(objects: readonly AppliedObject[]): readonly AppliedObject[] {
  return edits(objects).flatMap((object) => {
    const { attributes } = object;
    const twin = (other: AppliedObject["attributes"]) => [
      object,
      { ...object, id: `${object.id}-ipv6`, attributes: { ...attributes, ...other } },
    ];
    if (object.type === "aws_route53_record" && attributes["type"] === "A")
      return twin({ type: "AAAA", records: ["100::1"] });
    if (attributes["cidr_ipv4"] === "0.0.0.0/0") return twin({ cidr_ipv4: null, cidr_ipv6: "::/0" });
    return [object];
  });
}
