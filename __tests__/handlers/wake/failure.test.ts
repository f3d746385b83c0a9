import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { eventWith, linesOf } from "./logs";
import { busy, calls, cloudWatch, lambda, logged, message, puts, throttled, warm } from "./mocked-aws";

const TWO_MINUTES = eventWith(...linesOf("join.txt"));

describe("one way is tried although the other fails, and the failure is reported", () => {
  it("when the metric cannot be put", async () => {
    cloudWatch.rejects(throttled);
    await expect(warm().handler(TWO_MINUTES)).rejects.toThrow(
      message("put the metric DnsQueries failed: ThrottlingException: Rate exceeded (request id 11111111-2222)"),
    );
    expect(calls()).toHaveLength(1);
    expect(logged()).toMatchObject([{ did: ["call keeper"] }]);
  });

  it("when keeper cannot be called", async () => {
    lambda.rejects(busy);
    await expect(warm().handler(TWO_MINUTES)).rejects.toThrow(
      message("call keeper failed: TooManyRequestsException: Slow down (request id 33333333-4444)"),
    );
    expect(puts()).toHaveLength(1);
    expect(logged()).toMatchObject([{ did: ["put the metric DnsQueries"] }]);
  });

  it("when both fail, each with its cause", async () => {
    cloudWatch.rejects(throttled);
    lambda.rejects(new Error("socket hang up"));
    const failure = await warm()
      .handler(TWO_MINUTES)
      .catch((error: unknown) => error);
    expect(failure).toEqual(
      new AggregateError(
        [],
        "put the metric DnsQueries failed: ThrottlingException: Rate exceeded (request id 11111111-2222); " +
          "call keeper failed: Error: socket hang up",
      ),
    );
    expect((failure as AggregateError).errors).toMatchObject([{ cause: throttled }, {}]);
    expect(logged()).toMatchObject([{ did: [] }]);
  });

  it("and both ways are tried at the same time", async () => {
    let putEnds = (): void => undefined;
    cloudWatch.on(PutMetricDataCommand).callsFake(
      () =>
        new Promise<void>((resolve) => {
          putEnds = resolve;
        }),
    );
    const done = warm().handler(TWO_MINUTES);
    expect(calls()).toHaveLength(1);
    putEnds();
    await done;
  });
});
