import type { KeeperSettings } from "../read-settings";

const ATTEMPTS = 3;
const ATTEMPT_MILLISECONDS = 3_000;

/** Until a client gives up on an AWS that does not answer, the pauses between its attempts included. */
export const GIVES_UP_MILLISECONDS = ATTEMPTS * ATTEMPT_MILLISECONDS + 1_000;

/**
 * How each client calls: one AWS service that does not answer must not use up the minute a look has. An answer that begins
 * in time and then breaks off is seen by its socket's silence.
 * https://github.com/smithy-lang/smithy-typescript/pull/1745
 */
export const clientOptions = ({ region }: KeeperSettings) => ({
  region,
  maxAttempts: ATTEMPTS,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: ATTEMPT_MILLISECONDS,
    throwOnRequestTimeout: true,
    socketTimeout: ATTEMPT_MILLISECONDS,
  },
});
