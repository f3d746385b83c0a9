import type { KeeperSettings } from "../settings";

const ATTEMPTS = 3;
const ATTEMPT_MILLISECONDS = 4_000;

/** Until a client gives up on an AWS that does not answer, the pauses between its attempts included. */
export const GIVES_UP_MILLISECONDS = ATTEMPTS * ATTEMPT_MILLISECONDS + 1_000;

/** How each client calls: one AWS service that does not answer must not use up the minute a look has. */
export const clientOptions = ({ region }: KeeperSettings) => ({
  region,
  maxAttempts: ATTEMPTS,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: ATTEMPT_MILLISECONDS, throwOnRequestTimeout: true },
});
