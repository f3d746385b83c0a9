import { text } from "./fields";

/** Commercial regions only: China and GovCloud have no public query logging in us-east-1 to share. */
export const region = text(
  /^(af|ap|ca|eu|il|me|mx|sa|us)-(central|north|northeast|northwest|south|southeast|southwest|east|west)-\d$/,
  "an AWS region like us-west-2",
);

/** Availability zones by letter: `a` in us-west-2 is us-west-2a. */
export const zoneLetter = text(/^[a-h]$/, "the letter of an availability zone, a to h");
