import { PublishCommand, type PublishCommandInput } from "@aws-sdk/client-sns";
import { text } from "../../provider/values";
import { statements } from "../../provider/documents";
import { allows } from "../iam/access";
import type { Calls } from "../api/calls";
import type { Core } from "../core";
import type { Mail } from "../timeline";
import { AwsError } from "../errors";

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

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: of the message, with all parts of its attributes. */
const MAX_BYTES = 262_144;
/** Letters, digits, _, - and single periods between them; AWS and Amazon are reserved as prefixes. */
const NAME = /^(?!(aws|amazon)\.)[\w-]+(\.[\w-]+)*$/i;
const TYPE = /^(String|Number|Binary)(\.\w+)?$/;

/**
 * @throws AwsError for what SNS does not publish:
 *   https://docs.aws.amazon.com/sns/latest/api/API_MessageAttributeValue.html,
 *   https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
 */
function requirePublishable({ Subject, Message = "", MessageAttributes = {} }: PublishCommandInput): void {
  if (Subject !== undefined && !/^[!-~][ -~]{0,99}$/.test(Subject)) refuse(`Subject ${JSON.stringify(Subject)}`);
  if (Message === "") refuse("Empty message");
  let bytes = Buffer.byteLength(Message);
  for (const [name, { DataType = "", StringValue, BinaryValue }] of Object.entries(MessageAttributes)) {
    const value = DataType.startsWith("Binary") ? BinaryValue : StringValue;
    const problem = attributeProblem(name, DataType, value);
    if (problem !== undefined)
      throw new AwsError("InvalidParameterValueException", `The message attribute '${name}' ${problem}.`);
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType) + Buffer.byteLength(value ?? "");
  }
  if (bytes > MAX_BYTES) refuse("Message too long");
}

function attributeProblem(name: string, type: string, value: string | Uint8Array | undefined): string | undefined {
  if (!NAME.test(name) || name.length > 256) return "has an invalid name";
  if (!TYPE.test(type)) return "has an invalid message attribute type";
  return (value?.length ?? 0) === 0 ? `must contain non-empty message attribute value for type '${type}'` : undefined;
}

function refuse(reason: string): never {
  throw new AwsError("InvalidParameterException", `Invalid parameter: ${reason}`);
}
