import { mayWriteLogs } from "../documents";
import { ACCOUNT, type Kinds, type Objection, type Request } from "../kind";
import { lookUp, referring } from "../refusals";
import { text } from "../values";

const RETENTION = "0 1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653";

/**
 * Hosted zones, their records and query logs; log groups. Replacement: the provider's internal/service/{route53,logs};
 * messages: https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateQueryLoggingConfig.html and related pages.
 */
export const dns: Kinds = {
  aws_route53_zone: {
    id: "Z%",
    replacedBy: "delegation_set_id",
    defaults: { comment: "Managed by Terraform", force_destroy: false },
    // AWS removes the query logging configuration with the zone.
    takes: "aws_route53_record.zone_id aws_route53_query_log.zone_id",
    computed: {
      arn: "arn:aws:route53:::hostedzone/{id}",
      name_servers: ["ns-11@.awsdns-@.co.uk", "ns-5@.awsdns-@.net", "ns-@.awsdns-@.com", "ns-13@.awsdns-@.org"],
      zone_id: "{id}",
    },
    refuseDeletion: [refuseFullZone],
  },
  aws_route53_record: {
    id: "{zone_id}_{name}_{type}{set_identifier}",
    replacedBy: "zone_id",
    exactlyOne: "alias records",
    unique: ["zone_id name type set_identifier", "InvalidChangeBatch"],
    computed: { fqdn: "{name}" },
    refuse: [refuseRecord],
  },
  aws_route53_query_log: {
    id: "##",
    key: "{zone_id}",
    replacedBy: "cloudwatch_log_group_arn zone_id",
    unique: ["zone_id", "QueryLoggingConfigAlreadyExists"],
    computed: { arn: "arn:aws:route53:::queryloggingconfig/{id}" },
    refuse: [refuseQueryLog],
  },
  aws_cloudwatch_log_group: {
    arn: "logs:log-group:{id}",
    replacedBy: "log_group_class",
    defaults: { retention_in_days: 0, skip_destroy: false },
    valid: { retention_in_days: RETENTION },
    unique: ["name", "ResourceAlreadyExistsException"],
    takes: "aws_cloudwatch_log_subscription_filter.log_group_name",
  },
  aws_cloudwatch_log_resource_policy: { id: "{policy_name}", replacedBy: "policy_name" },
};

/** A zone is born with NS and SOA at its apex. */
const isApex = ({ name, type }: Request["object"], zone: string): boolean =>
  name === zone && (type === "NS" || type === "SOA");

function refuseFullZone(request: Request): Objection {
  const records = referring("aws_route53_record.zone_id", request).map(({ attributes }) => attributes);
  const isFull = records.some((record) => !isApex(record, text(request.object["name"])));
  const says = "The specified hosted zone contains non-required resource record sets and so cannot be deleted.";
  return isFull && request.object["force_destroy"] !== true && `HostedZoneNotEmpty: ${says}`;
}

function refuseRecord({ object, prior, store }: Request): Objection {
  const found = lookUp(store, "aws_route53_zone parent_zone", "global", text(object["zone_id"]));
  const [name, zone] = [text(object["name"]), text(found?.attributes["name"])];
  if (name !== zone && !name.endsWith(`.${zone}`)) {
    return `InvalidChangeBatch: [RRSet with DNS name ${name}. is not permitted in zone ${zone}.]`;
  }
  const isTaken = !prior && isApex(object, zone) && object["allow_overwrite"] !== true;
  return isTaken && `InvalidChangeBatch: ${zone} was made with its ${text(object["type"])}: it already exists`;
}

/** https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/resources/route53_query_log */
function refuseQueryLog({ object, store }: Request): Objection {
  const group = text(object["cloudwatch_log_group_arn"]);
  if (!group.startsWith(`arn:aws:logs:us-east-1:${ACCOUNT}:`)) {
    return `InvalidInput: the log group must be in us-east-1: ${group}`;
  }
  const says =
    "The CloudWatch Logs resource policy doesn't grant Route 53 sufficient permission to create a log stream";
  return (
    !mayWriteLogs(store, "us-east-1", "route53.amazonaws.com", group) &&
    `InsufficientCloudWatchLogsResourcePolicy: ${says} in ${group}.`
  );
}
