import type { Session } from "../memory";
import type { Instant } from "../time";

export const newSession = (why: Session["why"], since: Instant): Session => ({
  since,
  why,
  starts: [],
  played: false,
  hasPoints: false,
  forcedDeployment: false,
  claimedMails: [],
});
