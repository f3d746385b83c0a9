import { text } from "../../../sim/provider/values";
import { type AppliedObject, FUNCTION_ZIP } from "../../../sim/world/terraform/objects";
import { rewrite } from "../mistakes/mistake";

const SERVICE = "_minecraft._tcp";

/** The same with an SRV record, at the container's first port. */
export function withSrv(objects: readonly AppliedObject[]): readonly AppliedObject[] {
  const isAddress = ({ type, attributes }: AppliedObject): boolean =>
    type === "aws_route53_record" && attributes["type"] === "A";
  const name = text(objects.find(isAddress)?.attributes["name"]);
  const changes = [
    rewrite(FUNCTION_ZIP, `"recordName":"${name}"`, `"recordName":"host.${name}"`, "keeper"),
    rewrite("aws_iam_role_policy", `RecordNames\\":[\\"${name}`, `RecordNames\\":[\\"host.${name}`, "keeper"),
    rewrite(FUNCTION_ZIP, `"queriedName":"${name}"`, `"queriedName":"${SERVICE}.${name}"`, "wake"),
    rewrite(FUNCTION_ZIP, '"queryTypes":["A"]', '"queryTypes":["SRV"]', "wake"),
    rewrite("aws_cloudwatch_log_subscription_filter", '"filter_pattern":""', '"filter_pattern":"?SRV ?TYPE33"'),
  ];
  const changed = changes.reduce((all, change) => change(all), objects);
  return changed.flatMap((object) => {
    if (!isAddress(object)) return [object];
    const host = { name: `host.${name}`, fqdn: `host.${name}` };
    const service = { name: `${SERVICE}.${name}`, fqdn: `${SERVICE}.${name}`, type: "SRV" };
    return [
      { ...object, attributes: { ...object.attributes, ...host } },
      { ...object, id: "srv", attributes: { ...object.attributes, ...service, records: [`0 5 2456 ${host.name}`] } },
    ];
  });
}
