import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient, GetItemCommand, PutItemCommand, type PutItemCommandInput } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { Route53Client } from "@aws-sdk/client-route-53";
import { SNSClient } from "@aws-sdk/client-sns";
import { SSMClient } from "@aws-sdk/client-ssm";
import { mockClient } from "aws-sdk-client-mock";
import type { Item } from "../../../handlers/keeper/aws/dynamodb";
import { quietOnOldNode } from "../wake/variables";

quietOnOldNode();
export const autoScaling = mockClient(AutoScalingClient);
export const cloudWatch = mockClient(CloudWatchClient);
export const dynamoDb = mockClient(DynamoDBClient);
export const ec2 = mockClient(EC2Client);
export const ecs = mockClient(ECSClient);
export const route53 = mockClient(Route53Client);
export const sns = mockClient(SNSClient);
export const ssm = mockClient(SSMClient);
const all = [autoScaling, cloudWatch, dynamoDb, ec2, ecs, route53, sns, ssm];
const log = jest.spyOn(console, "log");

/** Asleep and quiet, with a memory that can be written. */
beforeEach(() => {
  for (const client of all) client.reset();
  for (const client of all) client.resolves({});
  group(0);
  log.mockReset();
});
afterAll(() => {
  jest.restoreAllMocks();
});

export interface Sent {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly client: unknown;
}

/** Of any client, as the mock keeps it. */
type Call = ReturnType<ReturnType<typeof mockClient>["call"]>;

/** What was asked of AWS, in this order: ["DescribeAlarms", …] by `names`. */
export function sent(): readonly Sent[] {
  const calls = all.flatMap((client) => client.calls() as Call[]);
  return calls
    .toSorted((one, other) => (one.calledBefore(other) ? -1 : 1))
    .map(({ args, thisValue }) => {
      const [command] = args as [{ input: Record<string, unknown> }];
      return {
        name: command.constructor.name.replace(/Command$/, ""),
        input: command.input,
        client: thisValue as unknown,
      };
    });
}
export const names = (): readonly string[] => sent().map(({ name }) => name);
/** The inputs of one command, in order. */
export const inputs = (command: string) => sent().flatMap(({ name, input }) => (name === command ? [input] : []));

/** The group's answer from now on. */
export function group(desired: number, ...hosts: readonly [id: string, state: string][]): void {
  autoScaling.on(DescribeAutoScalingGroupsCommand).resolves({
    AutoScalingGroups: [
      {
        AutoScalingGroupName: "games-valheim-host",
        MinSize: 0,
        MaxSize: 1,
        DesiredCapacity: desired,
        DefaultCooldown: 300,
        AvailabilityZones: ["us-west-2a"],
        HealthCheckType: "EC2",
        CreatedTime: new Date(0),
        Instances: hosts.map(([InstanceId, LifecycleState]) => ({
          InstanceId,
          LifecycleState: LifecycleState as "InService",
          AvailabilityZone: "us-west-2a",
          HealthStatus: "Healthy",
          ProtectedFromScaleIn: false,
        })),
      },
    ],
  });
}

/** A table with an item in it, which keeps what is written on the condition that is written. */
export function table(item?: Item): { item: Item | undefined } {
  const kept = { item };
  dynamoDb.on(GetItemCommand).callsFake(() => Promise.resolve({ Item: kept.item }));
  dynamoDb.on(PutItemCommand).callsFake((input: PutItemCommandInput) => {
    const expected = input.ExpressionAttributeValues?.[":seen"];
    if (JSON.stringify(kept.item?.version) !== JSON.stringify(expected)) {
      const refused = awsError("ConditionalCheckFailedException", "The conditional request failed");
      return Promise.reject(Object.assign(refused, { Item: kept.item }));
    }
    kept.item = input.Item;
    return Promise.resolve({});
  });
  return kept;
}

/** An error as AWS answers it. */
export const awsError = (name: string, message: string, requestId = "11111111-2222"): Error =>
  Object.assign(new Error(message), { name, $metadata: { requestId } });

export const logged = () => log.mock.calls.map(([entry]) => entry as Readonly<Record<string, unknown>>);
