import type { Measure } from "./scores";

/** The worst that was found, by one measure. */
export interface Worst {
  readonly measure: Measure;
  /** True: people come and names are asked for, and nothing goes wrong. */
  readonly isPeaceful: boolean;
  readonly score: number;
  /** In words. */
  readonly history: string;
}

/** What comes of a share of histories or a hunt. */
export interface Outcome {
  /** How many histories were played; after a failure, also those that made it smaller. */
  readonly played: number;
  /** The smallest history that breaks an invariant, and how; undefined if all held. */
  readonly failure?: string;
  /** What a hunt found. */
  readonly worst?: readonly Worst[];
}
