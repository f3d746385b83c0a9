import { ACCOUNT, type Kinds, type Request, type Rule } from "../kind";
import { mayWriteLogs } from "../policies";
import { referring } from "../refusals";
import { blocks, isSet, text, texts } from "../values";

/**
 * Hosted zones, their records and query logs. Replacement and checks: the provider's internal/service/route53;
 * messages: https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateQueryLoggingConfig.html and its neighbours.
 */
export const dns: Kinds = {
  aws_route53_zone: {
    id: "Z%",
    replacedBy: "delegation_set_id name",
    defaults: { comment: "Managed by Terraform", force_destroy: false },
    valid: { comment: /^.{0,256}$/s, name: /^.{1,1024}$/ },
    // AWS removes the query logging configuration with the zone.
    takes: "aws_route53_record.zone_id aws_route53_query_log.zone_id",
    computed: (_, { id, make }) => {
      const number = (end: string) => parseInt(make(`#${end}`).slice(0, 4), 16);
      const servers = ["com", "net", "org", "co.uk"].map(
        (end) => `ns-${number(end) % 2048}.awsdns-${10 + (number(end) % 53)}.${end}`,
      );
      return {
        arn: `arn:aws:route53:::hostedzone/${id}`,
        enable_accelerated_recovery: false,
        name_servers: servers.sort(),
        primary_name_server: servers[0] ?? "",
        zone_id: id,
      };
    },
    refuse: {
      delete: (request) => {
        const records = referring("aws_route53_record.zone_id", request).map(({ attributes }) => attributes);
        return request.object["force_destroy"] !== true &&
          records.some((record) => !isApex(record, text(request.object["name"])))
          ? "HostedZoneNotEmpty: The specified hosted zone contains non-required resource record sets and so cannot be deleted."
          : undefined;
      },
    },
  },
  aws_route53_record: {
    id: "{zone_id}_{name}_{type}{set_identifier}",
    // The real provider changes a type in place; nobody here does.
    replacedBy: "name set_identifier type zone_id",
    exactlyOne: ["alias records"],
    valid: { type: "A AAAA CAA CNAME DS HTTPS MX NAPTR NS PTR SOA SPF SRV TXT" },
    needs: { zone_id: ["aws_route53_zone parent_zone", "NoSuchHostedZone: No hosted zone found with ID: {zone_id}"] },
    exists:
      "InvalidChangeBatch: [Tried to create resource record set [name='{name}.', type='{type}'] but it already exists]",
    computed: ({ name }) => ({ allow_overwrite: false, fqdn: text(name).toLowerCase() }),
    refuse: {
      create: (request) => refuseRecord(request) ?? refuseValues(request),
      update: (request) => refuseValues(request),
    },
  },
  aws_route53_query_log: {
    id: "##",
    key: "{zone_id}",
    replacedBy: "cloudwatch_log_group_arn zone_id",
    needs: {
      cloudwatch_log_group_arn: [
        "aws_cloudwatch_log_group",
        "NoSuchCloudWatchLogsLogGroup: The specified CloudWatch Logs log group doesn't exist: {value}",
      ],
    },
    exists: "QueryLoggingConfigAlreadyExists: A query logging configuration already exists for this hosted zone.",
    computed: (_, { id }) => ({ arn: `arn:aws:route53:::queryloggingconfig/${id}` }),
    refuse: { create: (request) => refuseQueryLog(request) },
  },
};

const isApex = ({ name, type }: Request["object"], zone: string): boolean =>
  name === zone && (type === "NS" || type === "SOA");

const refuseRecord: Rule = ({ object, store }) => {
  const zone = text(
    ["aws_route53_zone", "parent_zone"].map((type) => store.get(type, "global", text(object["zone_id"]))).find(isFound)
      ?.attributes["name"],
  );
  const name = text(object["name"]);
  if (name !== zone && !name.endsWith(`.${zone}`)) {
    return `InvalidChangeBatch: [RRSet with DNS name ${name}. is not permitted in zone ${zone}.]`;
  }
  // A zone is born with NS and SOA at its apex.
  return isApex(object, zone) && object["allow_overwrite"] !== true
    ? `InvalidChangeBatch: [Tried to create resource record set [name='${name}.', type='${text(object["type"])}'] but it already exists]`
    : undefined;
};

const isFound = <Found>(found: Found | undefined): found is Found => found !== undefined;

const refuseValues: Rule = ({ object: { type, records, ttl } }) => {
  if (isSet(records) && !isSet(ttl)) return "InvalidInput: Invalid XML: a record set without alias needs a TTL";
  const valid = type === "A" ? /^\d+(\.\d+){3}$/ : type === "AAAA" ? /^[0-9a-f:]*:[0-9a-f:]*$/i : /./;
  const wrong = texts(records).find((value) => !valid.test(value));
  return wrong && `InvalidChangeBatch: [Invalid Resource Record: '${wrong}' is no value of type ${text(type)}]`;
};

/** https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/resources/route53_query_log */
const refuseQueryLog: Rule = ({ object, store }) => {
  const group = text(object["cloudwatch_log_group_arn"]);
  if (!group.startsWith(`arn:aws:logs:us-east-1:${ACCOUNT}:`))
    return `InvalidInput: the log group must be in us-east-1: ${group}`;
  const zone = store.get("aws_route53_zone", "global", text(object["zone_id"]));
  if (blocks(zone?.attributes["vpc"]).length > 0) return "InvalidInput: query logging is for public hosted zones only";
  return mayWriteLogs(store, "us-east-1", "route53.amazonaws.com", group)
    ? undefined
    : "InsufficientCloudWatchLogsResourcePolicy: The CloudWatch Logs resource policy that you're using for query logging doesn't grant Route 53 sufficient permission to create a log stream in the specified log group.";
};
