import { keeperFor } from "./keeper";

/** Lambda's entry: index.handler. */
export const handler = keeperFor(process.env, Date.now);
