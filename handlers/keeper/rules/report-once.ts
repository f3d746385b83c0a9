import type { Mail, Step } from "../decision";
import type { Memory } from "../memory";

/** A mail that goes out once a day. */
export const reportToday = (memory: Memory, topic: string, mail: Mail): Step => reportOnceA("day", memory, topic, mail);

/** A mail that goes out once in a day or a month: memory claims it before it is sent. */
export function reportOnceA(period: "day" | "month", memory: Memory, topic: string, mail: Mail): Step {
  const { claimedMails } = memory[period];
  if (claimedMails.includes(topic)) return { memory, actions: [] };
  return {
    memory: { ...memory, [period]: { ...memory[period], claimedMails: [...claimedMails, topic] } },
    actions: [{ do: "mail", mail, why: topic }],
  };
}

/**
 * A mail that goes out some times a day; the last one says that no more follow.
 *
 * @param most how many of this topic go out in a day
 */
export function reportSomeToday(
  memory: Memory,
  topic: string,
  most: number,
  mail: (isLastToday: boolean) => Mail,
): Step {
  const topics = Array.from({ length: most }, (_, index) => `${topic} ${index + 1}`);
  const next = topics.find((one) => !memory.day.claimedMails.includes(one));
  return next === undefined ? { memory, actions: [] } : reportToday(memory, next, mail(next === topics.at(-1)));
}

/** One step after the other, each with what the one before remembers. */
export function inTurn(memory: Memory, steps: readonly ((memory: Memory) => Step)[]): Step {
  let all: Step = { memory, actions: [] };
  for (const step of steps) {
    const next = step(all.memory);
    all = { memory: next.memory, actions: [...all.actions, ...next.actions] };
  }
  return all;
}
