import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
  type ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import { RECORD_TTL_SECONDS } from "../../../shared/address";
import type { RecordValues } from "../facts";
import type { KeeperSettings } from "../read-settings";
import { clientOptions } from "./client-options";

/** A and AAAA come first of a name's records, one of each. */
const FIRST_RECORDS = 2;

/** The address of the container. */
export function route53(settings: KeeperSettings) {
  const client = new Route53Client(clientOptions(settings));
  const { zoneId: HostedZoneId, recordName, ipv6 } = settings;
  return {
    /** A missing record has the value "": it is created again. */
    async record(): Promise<RecordValues> {
      const { ResourceRecordSets = [] } = await client.send(
        new ListResourceRecordSetsCommand({
          HostedZoneId,
          StartRecordName: recordName,
          StartRecordType: "A",
          MaxItems: FIRST_RECORDS,
        }),
      );
      const valueOf = (type: string): string =>
        valuesOf(ResourceRecordSets.find(({ Name, Type }) => Type === type && plainName(Name) === recordName));
      return { a: valueOf("A"), ...(ipv6 && { aaaa: valueOf("AAAA") }) };
    },

    /** Both types in one change, which is done whole or not at all. Never a deletion: resolvers remember that for 15 minutes. */
    pointTo({ a, aaaa }: RecordValues) {
      const upsert = (Type: "A" | "AAAA", Value: string) => ({
        Action: "UPSERT" as const,
        ResourceRecordSet: { Name: recordName, Type, TTL: RECORD_TTL_SECONDS, ResourceRecords: [{ Value }] },
      });
      const Changes = [upsert("A", a), ...(aaaa === undefined ? [] : [upsert("AAAA", aaaa)])];
      return client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }));
    },
  };
}

const plainName = (name = ""): string => name.toLowerCase().replace(/\.$/, "");

/** One that people gave more values than one differs from any that keeper would write. */
const valuesOf = (record: ResourceRecordSet | undefined): string =>
  (record?.ResourceRecords ?? []).map(({ Value }) => Value).join(", ");
