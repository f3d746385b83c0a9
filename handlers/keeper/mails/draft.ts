import type { Mail } from "../decision";
import type { Ending } from "../ending";

/** A mail before it is made fit for SNS. */
export interface Draft {
  readonly subject: string;
  /** Undefined ones are left out; a command stands on a line of its own. */
  readonly paragraphs: readonly (string | undefined)[];
}

export type MailOf<Kind extends Mail["kind"]> = Extract<Mail, { kind: Kind }>;
export type EndingOf<Kind extends Ending["kind"]> = Extract<Ending, { kind: Kind }>;
