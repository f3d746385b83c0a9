import { inputBeside } from "../read-settings";
import { wakeSettings } from "./read-settings";
import { warmWake } from "./wake";

/** Lambda's entry: index.handler. */
export const handler = warmWake(() => wakeSettings(inputBeside(__dirname)));
