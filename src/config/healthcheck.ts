import { z } from "zod";
import { composeText } from "./compose-text";
import { mapping, notTaken, oneOf, whole } from "./fields";
import { withRule } from "./findings";
import { duration } from "./units";

const list = withRule(z.array(composeText()), ([kind, ...words]) =>
  (kind === "CMD" || kind === "CMD-SHELL") && words.length > 0
    ? []
    : [
        {
          path: [],
          message: 'must begin with "CMD" or "CMD-SHELL" and go on with a command; to have none, leave healthcheck out',
        },
      ],
);

/** Limits: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html */
export const healthcheck = mapping(
  {
    test: oneOf(
      [list, composeText().transform((line) => ["CMD-SHELL", line])],
      'a list like ["CMD", "/healthy.sh"], or one line for the shell',
    ).meta({
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
  notTaken({
    "is not taken: ECS runs no health check of the image's own, leave healthcheck out": "disable",
    "is not taken: ECS tests at one interval": "start_interval",
  }),
).transform(({ test, interval, timeout, retries, start_period: startPeriod }) => ({
  test,
  intervalSeconds: interval,
  timeoutSeconds: timeout,
  retries,
  startPeriodSeconds: startPeriod,
}));
