/** What a person can put right: told in one line. */
export class Problem extends Error {}
