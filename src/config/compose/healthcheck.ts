import { z } from "zod";
import { composeText } from "./compose-text";
import { flag, mapping, refusals, oneOf, whole } from "../schema/fields";
import { problemIf } from "../schema/problem";
import { withRule } from "../schema/rule";
import { orElse, passing } from "../schema/holes";
import { duration } from "../schema/units";
import { mustBe } from "../schema/messages";

const list = withRule(z.array(passing(composeText())), ([kind, ...words]) => {
  const message = 'must be "CMD" or "CMD-SHELL" followed by a command, or ["NONE"]';
  const isCommand = (kind === "CMD" || kind === "CMD-SHELL") && words.length > 0;
  return isCommand || (kind === "NONE" && words.length === 0) ? [] : [{ path: [], message }];
});
const A_TEST = 'a list like ["CMD", "/healthy.sh"], or one line for the shell';

/** Limits: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
const settings = mapping(
  {
    disable: flag(false, "true: no health check, not even the image's own"),
    test: oneOf([list, composeText().transform((line) => ["CMD-SHELL", line])], A_TEST)
      .optional()
      .describe("the test; ECS replaces an unhealthy container even while people play"),
    interval: duration({ unit: "seconds", min: "5s", max: "5m" })
      .prefault("30s")
      .describe("time between two checks, from 5s to 5m; default 30s"),
    timeout: duration({ unit: "seconds", min: "2s", max: "1m" })
      .prefault("5s")
      .describe("time allowed for one check, from 2s to 1m; default 5s"),
    retries: whole({ min: 1, max: 10 })
      .prefault(3)
      .describe("consecutive failures after which the container is unhealthy; default 3"),
    start_period: duration({ unit: "seconds", min: "0s", max: "5m" })
      .prefault("0s")
      .describe("time after the start during which failures do not count, up to 5m; default 0s"),
  },
  refusals({ "is not supported: ECS has one interval, set interval": "start_interval" }),
);

/** Undefined: no health check. */
export const healthcheck = withRule(settings, ({ disable, test }) =>
  problemIf(["test"], !disable && test === undefined && `${mustBe(A_TEST)({})}; ECS ignores the image's`),
).transform(({ disable, test, interval, timeout, retries, start_period: startPeriod }) =>
  disable || test === undefined || orElse(() => test[0] === "NONE", false)
    ? undefined
    : { test, intervalSeconds: interval, timeoutSeconds: timeout, retries, startPeriodSeconds: startPeriod },
);
