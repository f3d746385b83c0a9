import { warmWake } from "./warm-wake";

/** Lambda's entry: index.handler. */
export const handler = warmWake(process.env);
