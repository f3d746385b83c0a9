import { setTimeout as sleep } from "node:timers/promises";
import { type Action, Faults } from "./faults";
import { type Entry, Journal } from "./journal";
import { Refusal, type ResourceType } from "./kind";
import { Store } from "./store";
import { type Attributes, text } from "./values";

interface Event extends Pick<Entry, "changes"> {
  readonly action: "create" | "update" | "delete";
  readonly type: ResourceType;
  readonly id: string;
  readonly region: string;
  readonly attributes: Attributes;
}

/** Pretend AWS: what exists, what happened, what shall go wrong. */
export class Cloud {
  readonly store: Store;
  readonly journal: Journal;
  readonly faults: Faults;
  private stopping = new AbortController();

  /** @param folder where all of it is kept; made if it isn't there */
  constructor(folder: string) {
    this.store = new Store(folder);
    this.journal = new Journal(folder);
    this.faults = new Faults(folder);
  }

  refuse(reason: string): never;
  refuse(reason: string | undefined): void;
  refuse(reason: string | undefined): void {
    if (reason !== undefined) throw new Refusal(reason);
  }

  /** Runs a call with the faults that are meant for it. */
  async call<Result>(type: string, action: Action, name: string, work: () => Result): Promise<Result | PartlyDone> {
    const fault = this.faults.meet(type, action, name);
    if (fault?.delayMs !== undefined) await this.delay(fault.delayMs);
    if (fault?.error === undefined) return work();
    this.journal.write({ action: "fail", type, name, reason: fault.error });
    if (fault.when !== "after") throw new Refusal(fault.error);
    return new PartlyDone(work(), fault.error);
  }

  /** Ends all waiting, as Terraform wants when somebody interrupts it. */
  stop(): void {
    this.stopping.abort();
    this.stopping = new AbortController();
  }

  tell({ action, type, id, region, attributes, changes }: Event): void {
    const open = Object.entries(attributes).filter(([name, value]) => value !== null && !isSecret(type, name));
    const name = physicalName(attributes);
    const told = changes && Object.fromEntries(Object.entries(changes).filter(([member]) => !isSecret(type, member)));
    const content = action === "create" ? { attributes: Object.fromEntries(open) } : { changes: told };
    this.journal.write({ action, type: type.name, id, name, region, ...content });
  }

  private async delay(milliseconds: number): Promise<void> {
    try {
      await sleep(milliseconds, undefined, { signal: this.stopping.signal });
    } catch {
      throw new Refusal("RequestCanceled: request context canceled");
    }
  }
}

/** Work that was done though the answer is an error. */
export class PartlyDone {
  constructor(
    readonly result: unknown,
    readonly error: string,
  ) {}
}

/** What people call an object. */
export function physicalName(attributes: Attributes): string {
  return (
    text(attributes["name"]) || text((attributes["tags"] as Attributes | null)?.["Name"]) || text(attributes["id"])
  );
}

function isSecret({ block }: ResourceType, name: string): boolean {
  const { sensitive = false, writeOnly = false } = block.attributes[name] ?? {};
  return sensitive || writeOnly;
}
