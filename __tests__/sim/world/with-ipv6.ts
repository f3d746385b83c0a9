import { type AppliedObject, FUNCTION_ZIP } from "../../../sim/world/terraform/objects";
import { rewrite, rewriteScript } from "../mistakes/mistake";

/** The same with `ipv6: true`. */
export function withIpv6(objects: readonly AppliedObject[]): readonly AppliedObject[] {
  const changes = [
    rewrite(FUNCTION_ZIP, '"ipv6":false', '"ipv6":true', "keeper"),
    rewrite(FUNCTION_ZIP, '"queryTypes":["A"]', '"queryTypes":["A","AAAA"]', "wake"),
    rewrite("aws_iam_role_policy", 'RecordTypes\\":[\\"A\\"', 'RecordTypes\\":[\\"A\\",\\"AAAA\\"', "keeper"),
    rewrite("aws_launch_template", '"ipv6_address_count":null', '"ipv6_address_count":1'),
    rewriteScript("IPV6=no", "IPV6=yes"),
  ];
  const changed = changes.reduce((all, change) => change(all), objects);
  return changed.flatMap((object) => {
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
