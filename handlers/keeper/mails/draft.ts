import type { Mail } from "../decision";
import type { Ending } from "../ending";

/** A mail before it is made fit for SNS. */
export interface Draft {
  readonly subject: string;
  /** For players: what happened, what it means for tonight. Undefined ones are left out. */
  readonly paragraphs: readonly (string | undefined)[];
  /** For whoever runs the server: what to change or look at. A command stands on a line of its own. */
  readonly forOperator?: readonly (string | undefined)[];
}

export type MailOf<Kind extends Mail["kind"]> = Extract<Mail, { kind: Kind }>;
export type EndingOf<Kind extends Ending["kind"]> = Extract<Ending, { kind: Kind }>;
