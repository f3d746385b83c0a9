import { inputBeside } from "../read-settings";
import { keeperFor } from "./keeper";
import { keeperSettings } from "./read-settings";

/** Lambda's entry: index.handler. */
export const handler = keeperFor(() => keeperSettings(inputBeside(__dirname)), Date.now);
