import { z } from "zod";
import { text } from "./fields";
import { didYouMean, mustBe } from "./messages";

/** Commercial regions only: query logs go to us-east-1, which is not in the partitions of China and GovCloud. */
export const region = text(
  /^(af|ap|ca|eu|il|me|mx|sa|us)-(central|north|northeast|northwest|south|southeast|southwest|east|west)-\d$/,
  "an AWS region like us-west-2",
);

/** Availability zones by letter: `a` in us-west-2 is us-west-2a. */
export const zoneLetter = text(/^[a-h]$/, "the letter of an availability zone, a to h");

const A_TIME_ZONE = "a time zone like Europe/Berlin, or UTC";

/**
 * A name of the IANA database, including older ones like US/Pacific. Not EST or PST: these have no daylight saving time,
 * or are not known everywhere.
 */
export const timeZone = z.string({ error: mustBe(A_TIME_ZONE) }).refine(isTimeZone, {
  error: ({ input }) =>
    mustBe(A_TIME_ZONE)({ input }) + didYouMean(String(input), ["UTC", ...Intl.supportedValuesOf("timeZone")]),
});

function isTimeZone(name: string): boolean {
  if (name === "UTC") return true;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "" && name.includes("/");
  } catch {
    return false;
  }
}
