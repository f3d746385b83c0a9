import { CloudwatchLogSubscriptionFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { document, synthContainer } from "../helpers/synth";

const JAVA = { ports: ["25565/tcp"] };
const stack = synthContainer(baseConfig(), containerConfig({ srv: "_minecraft._tcp", ipv6: true }, JAVA));

test("the SRV record points at the host's name and Minecraft's port, and comes after what it points at", () => {
  expect(stack.get(Route53Record, "address_srv")).toMatchObject({
    zone_id: "${aws_route53_zone.zone.zone_id}",
    name: "_minecraft._tcp.valheim.mine.org",
    type: "SRV",
    ttl: 30,
    records: ["0 5 25565 host.valheim.mine.org"],
    depends_on: ["aws_route53_record.address", "aws_route53_record.address_ipv6"],
  });
});

test("the host's name has the addresses that keeper keeps, and what players type has none", () => {
  const records = Object.values(stack.all(Route53Record)).map(({ name, type }) => [name, type]);
  expect(records.filter(([, type]) => type !== "NS")).toEqual([
    ["host.valheim.mine.org", "A"],
    ["host.valheim.mine.org", "AAAA"],
    ["_minecraft._tcp.valheim.mine.org", "SRV"],
  ]);
  expect(stack.companions.functions?.keeper).toMatchObject({
    address: "valheim.mine.org",
    recordName: "host.valheim.mine.org",
  });
});

test("keeper may write these records and no others, not even what players type", () => {
  const { Statement } = document(stack.get(IamRolePolicy, "keeper_role_policy").policy) as {
    Statement: { Sid: string; Condition: object }[];
  };
  expect(Statement.find(({ Sid }) => Sid === "ChangeRecord")?.Condition).toEqual({
    "ForAllValues:StringEquals": {
      "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["host.valheim.mine.org"],
      "route53:ChangeResourceRecordSetsRecordTypes": ["A", "AAAA"],
      "route53:ChangeResourceRecordSetsActions": ["UPSERT"],
    },
  });
});

test("wake hears of SRV queries alone, and only that of the record wakes", () => {
  expect(stack.only(CloudwatchLogSubscriptionFilter)).toMatchObject({ filter_pattern: "?SRV ?TYPE33" });
  expect(stack.companions.functions?.wake).toMatchObject({
    queriedName: "_minecraft._tcp.valheim.mine.org",
    queryTypes: ["SRV"],
  });
  expect(stack.get(CloudwatchMetricAlarm, "queried").alarm_description).toContain("_minecraft._tcp.valheim.mine.org.");
});

test("people see the address that they connect to", () => {
  expect(stack.json.output).toHaveProperty("address.value", "valheim.mine.org");
});
