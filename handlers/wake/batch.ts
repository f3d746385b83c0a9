import { gunzipSync } from "node:zlib";

/**
 * What CloudWatch Logs invokes a subscribed function with: a batch of log lines, as base64 of gzipped JSON.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export interface LogsEvent {
  readonly awslogs: { readonly data: string };
}

export interface Batch {
  /** DATA_MESSAGE; CONTROL_MESSAGE when CloudWatch Logs only tries whether the function can be reached. */
  readonly messageType: string;
  readonly lines: readonly string[];
}

/**
 * The batch in an event.
 *
 * @throws Error for an event of another shape, like one typed into the console
 */
export function unpack(event: LogsEvent): Batch {
  try {
    const { messageType, logEvents } = JSON.parse(gunzipSync(Buffer.from(event.awslogs.data, "base64")).toString()) as {
      messageType: string;
      logEvents: readonly { message: string }[];
    };
    return { messageType, lines: logEvents.map(({ message }) => message.trim()) };
  } catch (cause) {
    throw new Error(
      'the event is not one of CloudWatch Logs, {"awslogs": {"data": base64 of gzipped JSON}}; ' +
        'to wake by hand invoke keeper with {"command": "wake"}',
      { cause },
    );
  }
}
