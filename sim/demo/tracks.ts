import type { Instant } from "../world/clock";

export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** How one thing changed over time: values that held each from a time on, until the next. */
export class Track<V extends string | number> {
  readonly steps: { readonly from: Instant; readonly value: V }[] = [];

  set(at: Instant, value: V): void {
    const last = this.steps.at(-1);
    if (last?.value === value) return;
    if (last?.from === at) this.steps.pop();
    this.steps.push({ from: at, value });
  }

  get last(): V | undefined {
    return this.steps.at(-1)?.value;
  }

  at(time: Instant): V | undefined {
    return this.steps.findLast(({ from }) => from <= time)?.value;
  }

  /** Its pieces within a span, cut at its ends. */
  within({ from, to }: Span): readonly (Span & { readonly value: V })[] {
    return this.steps.flatMap((step, index) => {
      const start = Math.max(from, step.from);
      const end = Math.min(to, this.steps[index + 1]?.from ?? to);
      return start < end ? [{ from: start, to: end, value: step.value }] : [];
    });
  }
}
