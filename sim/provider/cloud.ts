import { setTimeout as sleep } from "node:timers/promises";
import { type Action, Faults } from "./faults";
import { type Entry, Journal } from "./journal";
import { Refusal, type ResourceType } from "./kind";
import { Store } from "./store";
import { type Attributes, block, mapValues, pick, text } from "./values";

type Details = Pick<Entry, "attributes" | "before" | "after">;

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

  /** Writes into the journal what was done to an object, secrets left out. */
  tell(action: Entry["action"], { name: type, block }: ResourceType, object: Attributes, details: Details = {}): void {
    const isOpen = (name: string): boolean => block.attributes[name]?.sensitive !== true;
    const openDetails = mapValues(details, (values) => pick(values, isOpen));
    const [id, name, region] = [text(object["id"]), physicalName(object), regionOf(object)];
    this.journal.write({ action, type, id, name, region, ...openDetails });
  }
}

/** Where an object lives; what has no region is global. */
export const regionOf = ({ region }: Attributes): string => text(region) || "global";

/** What people call an object. */
export const physicalName = ({ name, tags, id }: Attributes): string =>
  text(name) || text(block(tags)["Name"]) || text(id);
