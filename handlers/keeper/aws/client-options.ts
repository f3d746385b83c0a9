import type { KeeperSettings } from "../settings";

/** How each client calls: an AWS that does not answer must not use up the minute a look has. */
export const clientOptions = ({ region }: KeeperSettings) => ({
  region,
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
});
