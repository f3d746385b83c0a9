import type { Hold } from "./facts";
import { instantOf } from "./time";

/** Longest quotation of an unreadable value, in characters. */
const LONGEST = 100;

/**
 * What people wrote into the hold parameter.
 *
 * @param value "none", or until when like 2026-11-22T01:00Z; undefined if the parameter is missing
 */
export function holdOf(value: string | undefined): Hold {
  if (value === undefined) return { unreadable: "" };
  const written = value.trim();
  if (written.toLowerCase() === "none") return {};
  const until = instantOf(written);
  return until === undefined ? { unreadable: written.slice(0, LONGEST) } : { until };
}
