import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { KeeperSettings } from "../read-settings";
import { clientOptions } from "./client-options";

/** The topic whose subscribers get the mails. */
export function sns(settings: KeeperSettings) {
  const client = new SNSClient(clientOptions(settings));
  return {
    mail: ({ subject, text }: { readonly subject: string; readonly text: string }) =>
      client.send(new PublishCommand({ TopicArn: settings.topicArn, Subject: subject, Message: text })),
  };
}
