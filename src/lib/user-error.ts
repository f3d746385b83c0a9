/** An error of the person who runs the program: its message is shown as it is, without a stack trace. */
export class UserError extends Error {}
