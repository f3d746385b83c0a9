import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { InvokeCommand, LambdaClient, TooManyRequestsException } from "@aws-sdk/client-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { warmWake } from "../../../handlers/wake/wake";
import { NOW, SETTINGS } from "./logs";
import { quietOnOldNode } from "./variables";

quietOnOldNode();
export const cloudWatch = mockClient(CloudWatchClient);
export const lambda = mockClient(LambdaClient);
const log = jest.spyOn(console, "log");

beforeEach(() => {
  cloudWatch.reset().resolves({});
  lambda.reset().resolves({});
  log.mockReset();
});
afterAll(() => {
  jest.restoreAllMocks();
});

export const puts = () => cloudWatch.commandCalls(PutMetricDataCommand);
export const calls = () => lambda.commandCalls(InvokeCommand);
export const sent = () => [...cloudWatch.calls(), ...lambda.calls()];
export const payloads = () => calls().map(({ args: [{ input }] }) => input.Payload);
export const regionOf = (call?: { thisValue: unknown }) => (call?.thisValue as LambdaClient).config.region();
export const logged = () => log.mock.calls.map(([entry]) => entry as unknown);

export const throttled = Object.assign(new Error("Rate exceeded"), {
  name: "ThrottlingException",
  $metadata: { requestId: "11111111-2222" },
});
export const busy = new TooManyRequestsException({
  message: "Slow down",
  $metadata: { requestId: "33333333-4444" },
});

/** A warm function and the hands of its clock. */
export function warm() {
  const time = { now: NOW };
  return {
    time,
    handler: warmWake(
      () => SETTINGS,
      () => time.now,
    ),
  };
}

/** An error with this very message. */
export const message = (text: string) => expect.objectContaining({ message: text }) as Error;
