import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Input } from "./read-settings";

/** What synthesis wrote beside a function's code, and what the apply added. */
export const inputBeside = (folder: string): Input => ({
  settings: JSON.parse(readFileSync(join(folder, "settings.json"), "utf8")),
  environment: process.env,
});
