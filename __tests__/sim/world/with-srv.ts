import { text } from "../../../sim/provider/values";
import type { AppliedObject } from "../../../sim/world/terraform/objects";
import { all, edit, editCondition, editSettings } from "../edits";

const SERVICE = "_minecraft._tcp";

/** The same with an SRV record, at the container's first port. */
export function withSrv(objects: readonly AppliedObject[]): readonly AppliedObject[] {
  const isAddress = ({ type, attributes }: AppliedObject): boolean =>
    type === "aws_route53_record" && attributes["type"] === "A";
  const name = text(objects.find(isAddress)?.attributes["name"]);
  const edits = all(
    editSettings("keeper", "recordName", `host.${name}`),
    editCondition("ForAllValues:StringEquals", "route53:ChangeResourceRecordSetsNormalizedRecordNames", [
      `host.${name}`,
    ]),
    editSettings("wake", "queriedName", `${SERVICE}.${name}`),
    editSettings("wake", "queryTypes", ["SRV"]),
    edit("aws_cloudwatch_log_subscription_filter", "filter_pattern", "?SRV ?TYPE33"),
  );
  return edits(objects).flatMap((object) => {
    if (!isAddress(object)) return [object];
    const host = { name: `host.${name}`, fqdn: `host.${name}` };
    const service = { name: `${SERVICE}.${name}`, fqdn: `${SERVICE}.${name}`, type: "SRV" };
    return [
      { ...object, attributes: { ...object.attributes, ...host } },
      { ...object, id: "srv", attributes: { ...object.attributes, ...service, records: [`0 5 2456 ${host.name}`] } },
    ];
  });
}
