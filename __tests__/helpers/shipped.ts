/** The configuration as it ships: configs/ is the user's, whose edits must break no test. */
export const SHIPPED = "examples/valheim";
