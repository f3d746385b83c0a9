import type { PublishCommandInput } from "@aws-sdk/client-sns";
import { AwsError } from "../errors";

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
export function requirePublishable({ Subject, Message = "", MessageAttributes = {} }: PublishCommandInput): void {
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
