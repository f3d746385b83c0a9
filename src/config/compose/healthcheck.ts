import { z } from "zod";
import { composeText } from "./compose-text";
import { flag, mapping, notTaken, oneOf, whole } from "../schema/fields";
import { withRule } from "../schema/rule";
import { orElse, passing } from "../schema/holes";
import { duration } from "../schema/units";
import { mustBe } from "../schema/messages";

const list = withRule(z.array(passing(composeText())), ([kind, ...words]) => {
  const message = 'must begin with "CMD" or "CMD-SHELL" and go on with a command, or be ["NONE"]';
  const isCommand = (kind === "CMD" || kind === "CMD-SHELL") && words.length > 0;
  return isCommand || (kind === "NONE" && words.length === 0) ? [] : [{ path: [], message }];
});
const A_TEST = 'a list like ["CMD", "/healthy.sh"], or one line for the shell';

/** Limits: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
const settings = mapping(
  {
    disable: flag(false, "true: no health check; ECS runs none of the image's own either"),
    test: oneOf([list, composeText().transform((line) => ["CMD-SHELL", line])], A_TEST)
      .optional()
      .meta({
        description: "ECS replaces a container that stays unhealthy, with players in it: test what truly means broken",
      }),
    interval: duration({ unit: "seconds", min: "5s", max: "5m" })
      .prefault("30s")
      .meta({ description: "time between two tests, from 5s to 5m; default 30s" }),
    timeout: duration({ unit: "seconds", min: "2s", max: "1m" })
      .prefault("5s")
      .meta({ description: "time one test may take, from 2s to 1m; default 5s" }),
    retries: whole({ min: 1, max: 10 })
      .prefault(3)
      .meta({ description: "failures in a row that mean unhealthy; default 3" }),
    start_period: duration({ unit: "seconds", min: "0s", max: "5m" })
      .prefault("0s")
      .meta({ description: "time after the start in which failures do not count, up to 5m; default 0s" }),
  },
  notTaken({ "is not taken: ECS tests at one interval": "start_interval" }),
);

/** Undefined is none. */
export const healthcheck = withRule(settings, ({ disable, test }) =>
  disable || test !== undefined ? [] : [{ path: ["test"], message: mustBe(A_TEST)({}) }],
).transform(({ disable, test, interval, timeout, retries, start_period: startPeriod }) =>
  disable || test === undefined || orElse(() => test[0] === "NONE", false)
    ? undefined
    : { test, intervalSeconds: interval, timeoutSeconds: timeout, retries, startPeriodSeconds: startPeriod },
);
