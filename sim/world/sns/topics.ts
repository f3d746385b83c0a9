import { PublishCommand, type PublishCommandInput } from "@aws-sdk/client-sns";
import { text } from "../../provider/values";
import { statements } from "../../provider/documents";
import { allows } from "../iam/access";
import type { Calls } from "../api/calls";
import type { Core } from "../core";
import type { Mail } from "../timeline";
import { AwsError } from "../errors";
import { requirePublishable } from "./refusals";

/** The message attributes that are for programs. */
export function attributesOf({ MessageAttributes = {} }: PublishCommandInput): Pick<Mail, "kind" | "fields"> {
  const { kind, mail } = MessageAttributes;
  return {
    kind: kind?.StringValue ?? "",
    ...(mail?.StringValue !== undefined && { fields: JSON.parse(mail.StringValue) as unknown }),
  };
}

/** SNS: topics that send mail. Subscriptions count as confirmed. */
export class Topics {
  readonly mails: Mail[] = [];

  constructor(
    private readonly core: Core,
    calls: Calls,
  ) {
    calls.on(PublishCommand, {
      action: "sns:Publish",
      resources: ({ TopicArn = "" }) => [TopicArn],
      answer: (input, region, caller) => {
        const { TopicArn = "", Subject, Message = "" } = input;
        requirePublishable(input);
        if (this.topic(TopicArn)?.region !== region)
          throw new AwsError("NotFoundException", "Topic does not exist", 404);
        this.send(TopicArn, caller, { subject: Subject ?? "", text: Message, ...attributesOf(input) });
        return { MessageId: String(this.mails.length) };
      },
    });
  }

  /** A service, like an alarm's, publishes if the topic's policy allows it. */
  publishFor(service: string, from: string, topicArn: string, message: Pick<Mail, "subject" | "text">): void {
    const { core } = this;
    const policy = core.objects.find("aws_sns_topic_policy", { arn: topicArn })?.attributes["policy"];
    const context = { "aws:SourceAccount": core.account, "aws:SourceArn": from };
    const request = { action: "sns:Publish", resource: topicArn, context, principal: { Service: service } };
    if (this.topic(topicArn) !== undefined && allows(statements(policy), request)) {
      this.send(topicArn, from.split(":").at(-1) ?? "", { ...message, kind: "alarm" });
    } else {
      core.record({ kind: "mail refused", from });
    }
  }

  private send(topicArn: string, from: string, message: Omit<Mail, "at" | "from" | "to">): void {
    const subscriptions = this.core.objects.all("aws_sns_topic_subscription");
    const to = subscriptions.filter(({ attributes }) => attributes["topic_arn"] === topicArn);
    const endpoints = to.map(({ attributes }) => text(attributes["endpoint"]));
    const mail = { at: this.core.now, from, to: endpoints, ...message };
    this.mails.push(mail);
    this.core.record({ kind: "mail", by: from, mail });
  }

  private topic(arn: string) {
    return this.core.objects.find("aws_sns_topic", { arn });
  }
}
