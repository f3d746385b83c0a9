import { type MessageAttributeValue, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { Mail } from "../decision";
import type { WrittenMail } from "../mails";
import { quote } from "../mails/words";
import type { KeeperSettings } from "../read-settings";
import { clientOptions } from "./client-options";

/**
 * The topic whose subscribers get the mails. Programs among them need not read the text: each mail has its kind as an
 * attribute, to filter by, and all it tells as JSON. https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
 */
export function sns(settings: KeeperSettings) {
  const client = new SNSClient(clientOptions(settings));
  return {
    mail: ({ subject, text, mail }: WrittenMail & { readonly mail: Mail }) =>
      client.send(
        new PublishCommand({
          TopicArn: settings.topicArn,
          Subject: subject,
          Message: text,
          MessageAttributes: { kind: attribute(mail.kind), mail: attribute(asciiJson(mail)) },
        }),
      ),
  };
}

const attribute = (value: string): MessageAttributeValue => ({ DataType: "String", StringValue: value });

/**
 * Words from outside are quoted as in the text: short, and without passwords in addresses. SNS takes only characters of
 * XML, not empty, and 256 KB in all: an odd word must not cost the mail.
 * https://docs.aws.amazon.com/sns/latest/api/API_MessageAttributeValue.html
 */
const asciiJson = (mail: Mail): string =>
  JSON.stringify(mail, (_, value: unknown) => (typeof value === "string" ? quote(value) : value)).replace(
    /[^ -~]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
