import { type Instant, SECOND } from "../clock";
import type { Core } from "../core";
import type { Random } from "../random";

/** Which answers omitted a host or a task. */
interface LeftOut {
  /** When an answer last omitted it, or showed it again. */
  readonly at: Instant;
  /** The calls whose latest answer omitted it. */
  readonly by: readonly string[];
}

/** What ECS's answers show of hosts and tasks. One that is new, or moves between lists, may be in none for a while. */
export class Lists {
  /** Items that are not shown yet. */
  private readonly hiddenUntil = new WeakMap<object, Instant>();
  private readonly listedIn = new WeakMap<object, string>();
  private readonly leftOut = new WeakMap<object, LeftOut>();

  constructor(
    private readonly core: Core,
    private readonly random: Random,
  ) {}

  move(item: object, list: string): void {
    const { now, uncertain } = this.core;
    if (uncertain.ecsLists === "at once" || this.listedIn.get(item) === list) return;
    this.listedIn.set(item, list);
    this.hiddenUntil.set(item, now + this.random.between(0, 20) * SECOND);
  }

  /** The hosts or tasks that an answer does not omit. */
  shown<Item extends object>(items: readonly Item[], action: string): readonly Item[] {
    return items.filter((item) => this.shows(item, action));
  }

  private shows(item: object, action: string): boolean {
    const { now: at, faults } = this.core;
    const shown = (this.hiddenUntil.get(item) ?? 0) <= at && !faults.blank({ at, action });
    const { by = [] } = this.leftOut.get(item) ?? {};
    const others = by.filter((call) => call !== action);
    if (!shown || others.length < by.length) this.leftOut.set(item, { at, by: shown ? others : [...others, action] });
    return shown;
  }

  /** Undefined if no answer ever omitted it. */
  whenLeftOut(item: object): LeftOut | undefined {
    return this.leftOut.get(item);
  }
}
