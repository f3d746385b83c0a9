import type { Mail as Told } from "../../handlers/keeper/decision";
import type { Mail } from "../world/sns/mail";

/** What a mail of keeper's tells programs; undefined if another one has sent it. */
export const toldIn = ({ fields }: Pick<Mail, "fields">): Told | undefined => fields as Told | undefined;

/** The session's end that a mail tells. */
export const endingIn = (told: Told) => (told.kind === "asleep" ? told.ending : undefined);

/** Of which span the mail says that its limit is reached. */
export function usedUpIn(told: Told): "day" | "month" | undefined {
  if (told.kind === "wakes used up") return "day";
  const ending = endingIn(told);
  const limit = told.kind === "used up" ? told.limit : ending?.kind === "limit" ? ending.limit : "session";
  return limit === "session" ? undefined : limit === "month" || limit === "month traffic" ? "month" : "day";
}

/** Until when queries do not wake it, where the mail says that it rests after a failure. */
export const restUntilIn = (told: Told): number | undefined =>
  told.kind === "asleep" && "restMinutes" in told.ending ? told.restUntil : undefined;

/** Until when the mail says that queries are ignored, because nobody has played. */
export function ignoredUntilIn(told: Told): number | undefined {
  if (told.kind === "ignored") return told.until;
  return told.kind === "asleep" && told.emptySession?.byHand === false ? told.emptySession.ignoredUntil : undefined;
}
