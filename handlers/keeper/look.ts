import { carryOut, nameOf } from "./actions";
import type { Aws } from "./aws/connect";
import type { Action, Decision } from "./decision";
import type { Facts, Reading, Trigger } from "./facts";
import { sightOf } from "./log";
import { isChanged, itemOf, memoryIn, type Stored } from "./memory-store";
import { read } from "./readings";
import type { KeeperSettings } from "./settings";
import { allOf, attempt, Failure, throwTogether } from "./steps";
import type { Instant } from "./time";

/** How often a look starts again because another keeper wrote memory meanwhile. */
const RESTARTS = 5;
const AFTERWARDS: Trigger = { name: "capacity was set" };

export interface Keeper {
  readonly settings: KeeperSettings;
  readonly aws: Aws;
  readonly now: () => Instant;
  readonly decide: (facts: Facts, now: Instant) => Decision;
}

/** What keeper says to who invoked it by hand. */
export interface Summary {
  /** In words, like "asleep" or "waking". */
  readonly state: string;
  /** What it did, and why. */
  readonly did: readonly string[];
}

/**
 * Looks once, and once more if it set capacity: that look tells what became of it.
 *
 * @throws AggregateError that names each step AWS refused; the next look does what is left to do
 */
export async function look(keeper: Keeper, trigger: Trigger): Promise<Summary> {
  const first = await pass(keeper, trigger, RESTARTS);
  if (!first.setCapacity) return { state: first.state, did: first.did };
  const second = await pass(keeper, AFTERWARDS, RESTARTS);
  return { state: second.state, did: [...first.did, ...second.did] };
}

interface Outcome extends Summary {
  readonly setCapacity: boolean;
}

/** Read, decide, remember, act, in this order: what was not remembered is not done, what was not done is seen next time. */
async function pass(keeper: Keeper, trigger: Trigger, restarts: number): Promise<Outcome> {
  const now = keeper.now();
  const { facts, stored } = await firstFacts(keeper, trigger, now);
  const { facts: seen, decision, unread } = await decideOn(keeper, facts, now);
  const { state, actions } = decision;
  console.log({ trigger: trigger.name, saw: sightOf(seen), state, will: actions.map(inWords) });

  const remembered = await remember(keeper, decision, stored);
  if (remembered === false) {
    if (restarts === 0)
      throw new Error(`memory was written by others during ${RESTARTS + 1} looks in a row: look again`);
    console.log({ startsAgain: "another keeper wrote memory meanwhile" });
    return pass(keeper, trigger, restarts - 1);
  }
  const did = await carryOut(keeper, actions, remembered instanceof Failure ? [remembered] : [], now);
  throwTogether(unread);
  return { state, did, setCapacity: actions.some((action) => action.do === "set capacity") };
}

/** What every look reads: three calls, and while all is quiet no more. */
async function firstFacts({ aws, settings }: Keeper, trigger: Trigger, now: Instant) {
  // Memory first: who writes it after this was read makes this look start again, so the rest can't be older than it.
  const remembered = await attempt("read memory", () => aws.dynamoDb().item());
  const seen = await Promise.all([
    attempt("read group", () => aws.autoScaling().group()),
    attempt("read alarms", () => aws.cloudWatch().alarms()),
  ]);
  const [item, group, alarms] = allOf([remembered, ...seen]);
  const stored = memoryIn(item, now);
  const { memory, problem: memoryProblem } = stored;
  const facts: Facts = { settings, trigger, memory, memoryProblem, group, alarms };
  return { facts, stored };
}

/** Decides, and reads what the decision misses until it misses nothing: each reading once, so this ends. */
async function decideOn(
  { aws, decide }: Keeper,
  facts: Facts,
  now: Instant,
): Promise<{ facts: Facts; decision: Decision; unread: readonly Failure[] }> {
  let seen = facts;
  const unread: Failure[] = [];
  let decision = decide(seen, now);
  const orWithout = (name: Reading, value: unknown): unknown => {
    // A host must not be left undrained or up because Route 53 has no time: told at the end, when all else is done.
    if (name !== "record" || !(value instanceof Failure)) return value;
    unread.push(value);
    return "unreadable";
  };
  while (decision.missing.length > 0) {
    const again = decision.missing.filter((name) => seen[name] !== undefined);
    if (again.length > 0) throw new Error(`decide misses what was read already: ${again.join(", ")}`);
    const readings = decision.missing.map((name) => attempt(`read ${name}`, () => read(name, aws, facts.memory, now)));
    const { missing } = decision;
    const results = await Promise.all(readings);
    const values = allOf(missing.map((name, index) => orWithout(name, results[index])));
    seen = { ...seen, ...Object.fromEntries(missing.map((name, index) => [name, values[index]])) };
    decision = decide(seen, now);
  }
  return { facts: seen, decision, unread };
}

/** @returns false if another keeper wrote meanwhile, so that this look saw what is no longer true */
async function remember({ aws }: Keeper, { memory }: Decision, before: Stored): Promise<boolean | Failure> {
  if (!isChanged(memory, before)) return true;
  return attempt("write memory", () => aws.dynamoDb().put(itemOf(memory, before), before.version));
}

const inWords = (action: Action): string => `${nameOf(action)}: ${action.why}`;
