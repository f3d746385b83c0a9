/** What a person can put right: reported in one line. */
export class Problem extends Error {}
