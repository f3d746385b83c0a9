import { setTimeout as sleep } from "node:timers/promises";
import { type Action, Faults } from "./faults";
import { type Entry, Journal } from "./journal";
import { Refusal, type ResourceType } from "./kind";
import { Store } from "./store";
import { type Attributes, block, text } from "./values";

/** Something that was done, told with all values. */
interface Event extends Pick<Entry, "action" | "before" | "after"> {
  readonly type: ResourceType;
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

  /** Runs a call with the faults that are meant for it. */
  async call(type: string, action: Action, name: string, work: () => Attributes | null): Promise<Attributes | null> {
    const fault = this.faults.meet(type, action, name);
    if (fault?.delayMs !== undefined) {
      await sleep(fault.delayMs, undefined, { signal: this.stopping.signal }).catch(() => {
        throw new Refusal("RequestCanceled: request context canceled");
      });
    }
    if (fault?.error === undefined) return work();
    this.journal.write({ action: "fail", type, name, reason: fault.error });
    throw fault.when === "after" ? new Refusal(fault.error, work()) : new Refusal(fault.error);
  }

  /** Ends all waiting, as Terraform wants when somebody interrupts it. */
  stop(): void {
    this.stopping.abort();
    this.stopping = new AbortController();
  }

  /** Writes what happened into the journal, secrets left out. */
  tell({ action, type, region, attributes, before, after }: Event): void {
    const open = (values: Attributes | undefined): Attributes | undefined => {
      const kept = Object.entries(values ?? {}).filter(([name]) => type.block.attributes[name]?.sensitive !== true);
      return values && Object.fromEntries(kept);
    };
    const content =
      action === "create" ? { attributes: open(attributes) } : { before: open(before), after: open(after) };
    const [id, name] = [text(attributes["id"]), physicalName(attributes)];
    this.journal.write({ action, type: type.name, id, name, region, ...content });
  }
}

/** What people call an object. */
export const physicalName = ({ name, tags, id }: Attributes): string =>
  text(name) || text(block(tags)["Name"]) || text(id);
