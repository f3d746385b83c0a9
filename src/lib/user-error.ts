/** A mistake of the user: its message is shown without a stack trace. */
export class UserError extends Error {}
