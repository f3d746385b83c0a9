import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Attributes } from "./values";

/** One thing that happened in pretend AWS. */
export interface Entry {
  /** Taken: gone with something that was deleted. */
  readonly action: "create" | "update" | "delete" | "taken" | "refuse" | "fail";
  readonly type: string;
  readonly id?: string;
  readonly name?: string;
  readonly region?: string;
  /** What was made: no sensitive and no write-only value. */
  readonly attributes?: Attributes | undefined;
  /** What an update changed. */
  readonly before?: Attributes | undefined;
  readonly after?: Attributes | undefined;
  readonly reason?: string;
}

/** What was done, in that order: one JSON object a line in `journal.jsonl` of the store's folder. */
export class Journal {
  private readonly file: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.file = join(folder, "journal.jsonl");
  }

  write(entry: Entry): void {
    appendFileSync(this.file, `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
  }

  entries(): (Entry & { readonly at: string })[] {
    const lines = existsSync(this.file) ? readFileSync(this.file, "utf8").trimEnd().split("\n") : [];
    return lines.map((line) => JSON.parse(line) as Entry & { readonly at: string });
  }
}
