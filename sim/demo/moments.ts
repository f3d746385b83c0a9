import type { Rest } from "../prove/mails";
import type { Instant } from "../world/clock";
import { type Entry, PERSON, TERRAFORM } from "../world/timeline";
import type { Phase } from "./observer";

/** What is not in the world's timeline. */
type Seen =
  /** A DNS query. */
  | { readonly kind: "query"; readonly phase: Phase | undefined; readonly ignored: Rest | undefined }
  /** Keeper tells Auto Scaling that a host may go. */
  | { readonly kind: "release"; readonly host: string }
  /** Nobody is connected, and keeper keeps it running. */
  | { readonly kind: "held"; readonly until: Instant };

/** One line of the story. */
export type Moment = (Entry | (Seen & { readonly at: Instant })) & {
  /** Keeper's reason, or what an alarm is for. */
  readonly why?: string | undefined;
  /** How often it happened again without being listed. */
  again?: number;
};

export type Tone = "query" | "keeper" | "aws" | "game" | "player" | "mail" | "alarm" | "person" | "problem" | "story";

/** All other kinds are problems. */
const KINDS: Readonly<Partial<Record<Tone, readonly Moment["kind"][]>>> = {
  query: ["query"],
  game: ["container start", "loaded", "saved"],
  aws: ["launch", "join", "drain", "host stop", "termination", "retirement", "host gone", "run due"],
  keeper: ["capacity", "record", "address", "release", "held"],
  player: ["tries", "plays", "leaves"],
  alarm: ["alarm"],
  mail: ["mail"],
  person: ["apply", "destroyed", "hands on", "invocation", "parameter"],
  story: ["story"],
};
const TONES = new Map(Object.entries(KINDS).flatMap(([tone, kinds]) => kinds.map((kind) => [kind, tone as Tone])));

export function toneOf(moment: Moment): Tone {
  if (moment.kind === "capacity" && (moment.by === PERSON || moment.by === TERRAFORM)) return "person";
  if (moment.kind === "container end" && moment.how === "done") return "game";
  if (moment.kind === "run due" && moment.lateMs === undefined) return "problem";
  return TONES.get(moment.kind) ?? "problem";
}

/** What tells moments of a kind apart, besides hosts, times and amounts. */
const ABOUT = "by desired alarm how detailType action does function filter rule words service image".split(" ");

/** The same for moments that say the same of other hosts, at other times. */
export function keyOf(moment: Moment): string {
  const about = Object.entries(moment).filter(([name]) => ABOUT.includes(name));
  return JSON.stringify([moment.kind, moment.kind === "mail" ? mailKeyOf(moment.mail) : "", ...about]);
}

/** Of mails of one kind some tell different things: an alarm's, or how a session ended. */
export function mailKeyOf({ kind, from, fields }: Extract<Moment, { kind: "mail" }>["mail"]): string {
  const { ending } = (fields ?? {}) as { readonly ending?: { readonly kind: string } };
  return [kind, ending?.kind ?? from].join();
}
