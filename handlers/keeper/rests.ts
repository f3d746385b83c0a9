/** Rests after the first and the second failed session in a row: what is missing may be there again soon. */
const FIRST_RESTS_MINUTES: readonly number[] = [5, 15];

/** How long it rests after so many failed sessions before this one; never longer than `crash_loop.rest`. */
export const restAfter = (failures: number, longestMinutes: number): number =>
  Math.min(FIRST_RESTS_MINUTES[failures] ?? longestMinutes, longestMinutes);

/** The rest after the next failure, if it is longer than this one. */
export function longerRest(restMinutes: number, longestMinutes: number): number | undefined {
  const next = FIRST_RESTS_MINUTES.find((minutes) => minutes > restMinutes) ?? longestMinutes;
  return longestMinutes > restMinutes ? Math.min(next, longestMinutes) : undefined;
}
