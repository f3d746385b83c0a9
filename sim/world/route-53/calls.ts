import {
  type ChangeBatch,
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
} from "@aws-sdk/client-route-53";
import type { Calls } from "../api/calls";
import type { Core } from "../core";
import { Unknown } from "../errors";
import type { RecordChange } from "./dns";
import { plain, type Zones } from "./zones";

/** Route 53 as functions call it. */
export function answerRoute53(core: Core, calls: Calls, zones: Zones): void {
  const zoneArn = ({ HostedZoneId = "" }: { HostedZoneId: string | undefined }): string[] => [
    `arn:aws:route53:::hostedzone/${HostedZoneId}`,
  ];
  calls.on(ListResourceRecordSetsCommand, {
    action: "route53:ListResourceRecordSets",
    resources: zoneArn,
    answer: ({ HostedZoneId, StartRecordName = "", StartRecordType = "", MaxItems = 100 }) => {
      const fitting = zones
        .recordsOf(zones.zone(HostedZoneId))
        .filter(({ name, type }) => name > StartRecordName || (name === StartRecordName && type >= StartRecordType))
        .sort((a, b) => (`${a.name} ${a.type}` < `${b.name} ${b.type}` ? -1 : 1));
      return {
        ResourceRecordSets: fitting.slice(0, MaxItems).map(({ name, type, ttlSeconds, values }) => ({
          Name: `${name}.`,
          Type: type as "A",
          TTL: ttlSeconds,
          ResourceRecords: values.map((Value) => ({ Value })),
        })),
        IsTruncated: fitting.length > MaxItems,
        MaxItems,
      };
    },
  });
  calls.on(ChangeResourceRecordSetsCommand, {
    action: "route53:ChangeResourceRecordSets",
    resources: zoneArn,
    // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html
    context: ({ ChangeBatch: { Changes = [] } = {} }) => ({
      "route53:ChangeResourceRecordSetsNormalizedRecordNames": Changes.map((change) =>
        plain(change.ResourceRecordSet?.Name),
      ),
      "route53:ChangeResourceRecordSetsRecordTypes": Changes.map((change) => change.ResourceRecordSet?.Type ?? ""),
      "route53:ChangeResourceRecordSetsActions": Changes.map(({ Action = "" }) => Action),
    }),
    answer: ({ HostedZoneId, ChangeBatch }, _, caller) => {
      zones.change(zones.zone(HostedZoneId), changesIn(ChangeBatch), caller);
      return { ChangeInfo: { Id: "/change/C1", Status: "PENDING" as const, SubmittedAt: new Date(core.now) } };
    },
  });
}

const changesIn = ({ Changes = [] }: Partial<ChangeBatch> = {}): readonly RecordChange[] =>
  Changes.map(({ Action, ResourceRecordSet }) => {
    if (Action !== "DELETE" && Action !== "UPSERT") throw new Unknown(`record action ${Action ?? ""}`);
    const { Name, Type = "", TTL = 0, ResourceRecords = [] } = ResourceRecordSet ?? {};
    const values = ResourceRecords.map(({ Value = "" }) => Value);
    return { action: Action, record: { name: plain(Name), type: Type, ttlSeconds: TTL, values } };
  });
