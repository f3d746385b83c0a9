import { join } from "node:path";
import { readJson, writeJson } from "./store";

export type Action = "create" | "update" | "delete" | "read";

/** Makes pretend AWS fail or slow, for one type and, if given, one physical name. */
export interface Fault {
  readonly type: string;
  readonly action: Action;
  readonly name?: string;
  /** What AWS answers. Without it the call is only slow. */
  readonly error?: string;
  readonly delayMs?: number;
  /** Once: the rule goes when it was met. */
  readonly times: "once" | "always";
  /** After: the work is done and the answer is an error all the same, so that Terraform marks the object tainted. */
  readonly when?: "before" | "after";
}

/** The rules in `faults.json` of the store's folder, read at each call: tests and people may write it at any time. */
export class Faults {
  private readonly file: string;

  constructor(folder: string) {
    this.file = join(folder, "faults.json");
  }

  set(faults: readonly Fault[]): void {
    writeJson(this.file, faults);
  }

  /** The first rule that is meant by a call; taken away if it was for once. */
  meet(type: string, action: Action, name: string): Fault | undefined {
    const faults = (readJson(this.file) ?? []) as Fault[];
    const met = faults.find((fault) => fault.type === type && fault.action === action && (fault.name ?? name) === name);
    if (met?.times === "once") this.set(faults.filter((fault) => fault !== met));
    return met;
  }
}
