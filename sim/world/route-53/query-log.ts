import { gzipSync } from "node:zlib";
import { text } from "../../provider/values";
import { statements } from "../../provider/documents";
import { allows } from "../iam/access";
import { MINUTE, SECOND, type Instant } from "../clock";
import type { Core } from "../core";
import { Unknown } from "../errors";
import type { Functions } from "../lambda/functions";
import type { AppliedObject } from "../terraform/objects";
import { drawDuration } from "../stages";
import type { Query } from "./dns";

interface LogEvent {
  readonly id: string;
  readonly timestamp: Instant;
  readonly message: string;
}

/** CloudWatch Logs: from Route 53's query log to the function that subscribes to it. */
export class QueryLog {
  private readonly waiting = new Map<string, LogEvent[]>();
  /** Disabled filters, and until when. */
  private readonly disabled = new Map<string, Instant>();
  private readonly random;
  private count = 0;

  constructor(
    private readonly core: Core,
    private readonly functions: Functions,
  ) {
    this.random = core.random.fork("query log");
  }

  /** Logs a query that reached a zone; the line appears some seconds later. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html */
  write(zone: AppliedObject, { name, type, rcode, asker }: Query): void {
    const { core } = this;
    const zoneId = text(zone.attributes["zone_id"]);
    const group = core.objects.memo(`query log of ${zoneId}`, () => this.groupOf(zone));
    if (group === undefined) return;
    const at = new Date(core.now).toISOString();
    const written = core.uncertain.queryCase === "as asked" ? name : name.toLowerCase();
    const message = `1.0 ${at} ${zoneId} ${written} ${type} ${rcode} UDP ${asker.edge} ${asker.ip} -`;
    core.meter.add("CloudWatch Logs ingest", message.length / 1e9);
    const stream = `${zoneId}/${asker.edge}`;
    const event = { id: String(++this.count).padStart(56, "0"), timestamp: core.now, message };
    const key = `${group.id} ${stream}`;
    const batch = this.waiting.get(key);
    if (batch !== undefined) {
      batch.push(event);
      return;
    }
    this.waiting.set(key, [event]);
    const late = core.faults.logDelaySeconds({ at: core.now });
    const logged = late === undefined ? drawDuration(this.random, "logged") : late * SECOND;
    core.clock.after(logged + drawDuration(this.random, "delivered"), () => {
      const events = this.waiting.get(key) ?? [];
      this.waiting.delete(key);
      this.deliver(group, stream, events);
      if (core.uncertain.logDelivery === "once" || this.random.next() >= 0.1) return;
      core.clock.after(this.random.between(1, 300) * SECOND, () => this.deliver(group, stream, events));
    });
  }

  /** The log group of a zone's queries, if Route 53 may write to it. */
  private groupOf(zone: AppliedObject): AppliedObject | undefined {
    const { objects } = this.core;
    const config = objects.find("aws_route53_query_log", { zone_id: text(zone.attributes["zone_id"]) });
    const arn = text(config?.attributes["cloudwatch_log_group_arn"]);
    return this.mayWrite(arn, zone) ? objects.find("aws_cloudwatch_log_group", { arn }, "us-east-1") : undefined;
  }

  private mayWrite(groupArn: string, zone: AppliedObject): boolean {
    const { objects, account } = this.core;
    const policies = objects.all("aws_cloudwatch_log_resource_policy").filter(({ region }) => region === "us-east-1");
    const all = policies.flatMap(({ attributes }) => statements(attributes["policy_document"]));
    const context = { "aws:SourceAccount": account, "aws:SourceArn": text(zone.attributes["arn"]) };
    const request = { resource: `${groupArn}:log-stream:x`, context, principal: { Service: "route53.amazonaws.com" } };
    return ["logs:CreateLogStream", "logs:PutLogEvents"].every((action) => allows(all, { ...request, action }));
  }

  /**
   * To the function in the group's own region. A missing permission or function disables the filter for 10 minutes, and
   * what is logged meanwhile is skipped: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions.html
   */
  private deliver(group: AppliedObject, logStream: string, logEvents: readonly LogEvent[]): void {
    const { core } = this;
    const logGroup = text(group.attributes["name"]);
    for (const { id, region, attributes } of core.objects.all("aws_cloudwatch_log_subscription_filter")) {
      if (region !== group.region || attributes["log_group_name"] !== logGroup) continue;
      if ((this.disabled.get(id) ?? 0) > core.now) continue;
      const name = text(attributes["name"]);
      const fitting = logEvents.filter(({ message }) => fits(text(attributes["filter_pattern"]), message));
      if (fitting.length === 0) continue;
      const batch = {
        messageType: "DATA_MESSAGE",
        owner: core.account,
        logGroup,
        logStream,
        subscriptionFilters: [name],
      };
      const data = gzipSync(JSON.stringify({ ...batch, logEvents: fitting }), { level: 1 }).toString("base64");
      const caller = { principal: "logs.amazonaws.com", sourceArn: `${text(group.attributes["arn"])}:*` };
      const problem = this.functions.callFor(caller, region, text(attributes["destination_arn"]), {
        awslogs: { data },
      });
      if (problem === undefined) continue;
      this.disabled.set(id, core.now + 10 * MINUTE);
      core.record({ kind: "filter off", filter: name, problem });
    }
  }
}

/**
 * All terms must occur as they are written; of terms with a question mark, at least one:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
function fits(pattern: string, message: string): boolean {
  const terms = pattern.match(/\??"[^"]*"|[^\s"]+/g) ?? [];
  const optional = terms.filter((term) => term.startsWith("?"));
  // If both are mixed, AWS ignores the terms with a question mark.
  if (terms.some((term) => /^[[{%-]/.test(term)) || (optional.length > 0 && optional.length < terms.length))
    throw new Unknown(`filter pattern ${pattern}`);
  const occurs = (term: string): boolean => message.includes(term.replaceAll(/^\?|"/g, ""));
  return optional.length > 0 ? optional.some(occurs) : terms.every(occurs);
}
