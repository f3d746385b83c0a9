import type { Mail as Fields } from "../../../handlers/keeper/decision";
import { toldIn } from "../../../sim/prove/mails";
import type { World } from "../../../sim/world/world";

/** Keeper's mails of a kind. */
export const toldOf = <Kind extends Fields["kind"]>({ mails }: World, kind: Kind) =>
  mails.flatMap((mail) => {
    const fields = toldIn(mail);
    return fields?.kind === kind ? [{ at: mail.at, ...(fields as Extract<Fields, { readonly kind: Kind }>) }] : [];
  });

/** Each mail's kind, and what it is about (a session's end, a limit, an alarm), but for the one that keeper begins with. */
export const mailsOf = ({ mails }: World): readonly string[] =>
  mails.flatMap((mail) => {
    const fields = toldIn(mail);
    if (fields?.kind === "begins") return [];
    if (fields === undefined) return `${mail.kind}: ${mail.from}`;
    if ("limit" in fields) return `${fields.kind}: ${fields.limit}`;
    if (fields.kind !== "asleep") return fields.kind;
    const { ending, played } = fields;
    if (ending.kind === "limit") return `asleep: ${ending.limit} limit`;
    return `asleep: ${ending.kind === "idle" && !played ? "nobody played" : ending.kind}`;
  });
