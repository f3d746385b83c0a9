import { GIVES_UP_MILLISECONDS } from "../../../handlers/keeper/aws/client-options";
import { AutoScalingClient, AttachInstancesCommand, SetDesiredCapacityCommand } from "@aws-sdk/client-auto-scaling";
import { MINUTE } from "../../../sim/world/clock";
import { GROUP, HOME, hosts, KEEPER_NAME, lambda, object, permission, role, arn } from "./applied";
import { aWorld, codeOf, pass, START } from "./a-world";

const client = new AutoScalingClient({ region: HOME });
const setDesired = (DesiredCapacity: number): Promise<unknown> =>
  client.send(new SetDesiredCapacityCommand({ AutoScalingGroupName: GROUP, DesiredCapacity }));

test("runs a function with the environment that was applied, at the world's time", async () => {
  let seen: unknown;
  const world = aWorld(lambda(KEEPER_NAME, HOME, { WHO: "me" }), {
    keeper:
      ({ environment }, now) =>
      async () => {
        seen = { environment, now: now() };
        return Promise.resolve();
      },
  });
  world.functions.callByHand(KEEPER_NAME, {});
  await pass(world, 1);
  expect(seen).toMatchObject({ environment: { WHO: "me" } });
  expect((seen as { now: number }).now - START).toBeLessThan(1000);
});

test("answers the real SDK from the world, a moment later", async () => {
  let answeredAt = 0;
  const world = aWorld([...hosts(), ...lambda(KEEPER_NAME)], {
    keeper: (_, now) => async () => {
      const asked = now();
      await setDesired(1);
      answeredAt = now() - asked;
    },
  });
  world.functions.callByHand(KEEPER_NAME, {});
  await pass(world, 1);
  expect(world.container("valheim").desired).toBe(1);
  expect(answeredAt).toBeGreaterThanOrEqual(10);
});

test("refuses a call that the role does not allow, and the function sees AWS's error", async () => {
  const allowed = { Effect: "Allow", Action: "autoscaling:Describe*", Resource: "*" };
  const [func] = lambda(KEEPER_NAME);
  const objects = [...hosts(), ...(func ? [func] : []), ...role(KEEPER_NAME, "lambda.amazonaws.com", allowed)];
  let name: unknown;
  const keep = codeOf("keeper", () => setDesired(1).catch((error: unknown) => (name = (error as Error).name)));
  const world = aWorld(objects, keep);
  world.functions.callByHand(KEEPER_NAME, {});
  await pass(world, 1);
  expect([name, world.container("valheim").desired]).toEqual(["AccessDeniedException", 0]);
});

test("ends the run at a call it does not know", async () => {
  const code = codeOf("keeper", () => client.send(new AttachInstancesCommand({ AutoScalingGroupName: GROUP })));
  const world = aWorld(lambda(KEEPER_NAME), code);
  world.functions.callByHand(KEEPER_NAME, {});
  await expect(pass(world, 1)).rejects.toThrow("call AttachInstancesCommand");
});

test("lets two runs meet at each call", async () => {
  const steps: string[] = [];
  let runs = 0;
  const code = codeOf("keeper", async () => {
    const run = String(++runs);
    for (let call = 0; call < 20; call++) {
      await setDesired(0);
      steps.push(run);
    }
  });
  const world = aWorld([...hosts(), ...lambda(KEEPER_NAME)], code);
  world.functions.callByHand(KEEPER_NAME, {});
  world.functions.callByHand(KEEPER_NAME, {});
  await pass(world, 1);
  expect(steps).toHaveLength(40);
  expect(steps.join("")).not.toMatch(/^(1+2+|2+1+)$/);
});

test.each([
  ["throttled", "ThrottlingException", 0],
  ["internal error", "InternalFailure", 0],
  ["answer lost", "TimeoutError", 1],
  ["hangs", "TimeoutError", 0],
] as const)("breaks a call when asked to: %s", async (fault, name, desired) => {
  let seen: unknown;
  const code = codeOf("keeper", () => setDesired(1).catch((error: unknown) => (seen = (error as Error).name)));
  const world = aWorld([...hosts(), ...lambda(KEEPER_NAME)], code);
  world.faults.call = () => fault;
  world.functions.callByHand(KEEPER_NAME, {});
  await pass(world, 1);
  expect([seen, world.container("valheim").desired]).toEqual([name, desired]);
});

test("gives a call up that hangs when the SDK would", async () => {
  let waited = 0;
  const world = aWorld([...hosts(), ...lambda(KEEPER_NAME)], {
    keeper: (_, now) => async () => {
      const asked = now();
      await setDesired(1).catch(() => (waited = now() - asked));
    },
  });
  world.faults.call = () => "hangs";
  world.functions.callByHand(KEEPER_NAME, {});
  await pass(world, 1);
  expect(waited).toBe(GIVES_UP_MILLISECONDS);
});

describe("a function that fails", () => {
  const failing = async (over: number | undefined, retries: number | undefined): Promise<readonly number[]> => {
    const times: number[] = [];
    const attributes = { function_name: KEEPER_NAME, maximum_event_age_in_seconds: over ?? null };
    const config = object("aws_lambda_function_event_invoke_config", "c", {
      ...attributes,
      maximum_retry_attempts: retries ?? null,
    });
    const world = aWorld([...lambda(KEEPER_NAME), config], {
      keeper: (_, now) => () => {
        times.push(Math.round((now() - START) / MINUTE));
        return Promise.reject(new Error("broken"));
      },
    });
    world.functions.callByHand(KEEPER_NAME, {});
    await pass(world, 10);
    return times;
  };

  test("is tried again after one minute and after two more", async () => {
    expect(await failing(undefined, undefined)).toEqual([0, 1, 3]);
  });

  test("is tried only as often as its settings say", async () => {
    expect(await failing(undefined, 0)).toEqual([0]);
  });

  test("is not tried with an event that is too old", async () => {
    expect(await failing(90, 2)).toEqual([0, 1]);
  });
});

test("ends a run at the function's timeout, and nothing of it goes on", async () => {
  const code = codeOf("keeper", async () => {
    for (;;) await setDesired(0);
  });
  const world = aWorld([...hosts(), ...lambda(KEEPER_NAME)], code);
  const called: number[] = [];
  world.calls.watch = () => called.push(world.now - START);
  world.functions.callByHand(KEEPER_NAME, {});
  await pass(world, 10);
  expect(called.filter((at) => at > 61_000 && at < 119_000)).toEqual([]);
  const error = { kind: "function error", by: KEEPER_NAME, error: "Task timed out after 60.00 seconds" };
  expect(world.timeline).toEqual(Array(3).fill(expect.objectContaining(error)));
});

test("asks a service that calls for its permission: principal, source and account", () => {
  const queue = arn("events", "rule/r");
  const world = aWorld([...lambda(KEEPER_NAME), permission(KEEPER_NAME, "events.amazonaws.com", queue)]);
  const call = (principal: string, sourceArn: string): string | undefined =>
    world.functions.callFor({ principal, sourceArn }, HOME, arn("lambda", `function:${KEEPER_NAME}`), {});
  expect(call("events.amazonaws.com", queue)).toBeUndefined();
  expect(call("logs.amazonaws.com", queue)).toBe("AccessDeniedException");
  expect(call("events.amazonaws.com", arn("events", "rule/other"))).toBe("AccessDeniedException");
});

test("finds no function in another region, and none by another region's name", () => {
  const world = aWorld(lambda(KEEPER_NAME));
  const caller = { principal: "events.amazonaws.com", sourceArn: "any" };
  const elsewhere = arn("lambda", `function:${KEEPER_NAME}`, "us-east-1");
  expect(world.functions.callFor(caller, "us-east-1", elsewhere, {})).toBe("ResourceNotFoundException");
  expect(world.functions.callFor(caller, HOME, elsewhere, {})).toBe("ResourceNotFoundException");
});

test("may run a function twice for one event", async () => {
  let runs = 0;
  const world = aWorld(
    lambda(KEEPER_NAME),
    codeOf("keeper", () => Promise.resolve(runs++)),
  );
  world.faults.invokedTwice = () => true;
  world.functions.callByHand(KEEPER_NAME, {});
  await pass(world, 1);
  expect(runs).toBe(2);
});

test("counts errors in the function's own region", async () => {
  const world = aWorld(
    lambda(KEEPER_NAME),
    codeOf("keeper", () => Promise.reject(new Error("broken"))),
  );
  world.functions.callByHand(KEEPER_NAME, {});
  await pass(world, 2);
  const errors = { namespace: "AWS/Lambda", name: "Errors", dimensions: { FunctionName: KEEPER_NAME } };
  expect(world.metrics.get(HOME, errors).value(START / MINUTE, "Sum")).toBe(1);
  expect(world.metrics.get("us-east-1", errors).value(START / MINUTE, "Sum")).toBeUndefined();
});

test("keeps what functions log to itself", async () => {
  const code = codeOf("keeper", () => {
    console.log({ state: "asleep" });
    return Promise.resolve();
  });
  const world = aWorld(lambda(KEEPER_NAME), code);
  world.functions.callByHand(KEEPER_NAME, {});
  await pass(world, 1);
  expect(world.functions.logs).toMatchObject([{ functionName: KEEPER_NAME, entry: { state: "asleep" } }]);
});
