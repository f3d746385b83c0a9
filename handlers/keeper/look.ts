import { inWords } from "../in-words";
import { carryOut, isDone } from "./actions";
import type { Aws } from "./aws/connect";
import type { Decision } from "./decision";
import type { Facts, Reading, Readings, Trigger } from "./facts";
import { factsInBrief, summaryOf, type LogEntry, type Summary } from "./log";
import { noMemory } from "./memory";
import { isChanged, itemOf, memoryIn, type Stored } from "./memory-store";
import { reader } from "./readings";
import type { KeeperSettings } from "./read-settings";
import { attempt, Failure, throwTogether } from "./steps";
import type { Instant } from "./time";

/** How often a look starts again because another keeper wrote memory meanwhile. */
const RESTARTS = 8;
/** Before that it waits for up to so long, each time longer: two that meet must not meet again. */
const PAUSE_MILLISECONDS = 250;
const AFTERWARDS = "capacity was set";
/** A look that AWS held up for so long leaves no time for another: Lambda ends it after a minute. */
const LONG_MILLISECONDS = 20_000;

const NO_ALARMS: Facts["alarms"] = { idle: false, queried: false };

export interface Keeper {
  readonly settings: KeeperSettings;
  readonly aws: Aws;
  readonly now: () => Instant;
  readonly decide: (facts: Facts, now: Instant) => Decision;
  /** Waits for a time between 0 and so many milliseconds, by chance. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/**
 * Looks once; and once more, if there is time, where it set capacity, or AWS refused the newest task definition or a run:
 * that look tells what became of it.
 *
 * @throws AggregateError that names each step AWS refused; the next look does what is left to do
 */
export async function look(keeper: Keeper, trigger: Trigger): Promise<Summary> {
  const begin = keeper.now();
  const first = await pass(keeper, trigger);
  const isLate = keeper.now() - begin > LONG_MILLISECONDS;
  const { capacity, deploymentProblem, runProblems } = first;
  const isSettled = [capacity, deploymentProblem, runProblems].every((fact) => fact === undefined);
  if (isLate || isSettled) return answer(first);
  return answer(first, await pass(keeper, { name: AFTERWARDS, capacity, deploymentProblem, runProblems }));
}

interface Pass {
  readonly summary: Summary;
  /** What desired capacity was set to, if it was. */
  readonly capacity?: number;
  /** Why AWS did not move the service to its newest task definition. */
  readonly deploymentProblem?: string;
  /** Runs that ECS answered it did not start. */
  readonly runProblems: Trigger["runProblems"];
  readonly failures: readonly Failure[];
}

function answer(first: Pass, last = first): Summary {
  const passes = first === last ? [first] : [first, last];
  throwTogether(passes.flatMap(({ failures }) => failures));
  return { ...last.summary, actions: passes.flatMap(({ summary }) => summary.actions) };
}

/** Read, decide, remember, act, in this order: what was not remembered is not done, what was not done is seen next time. */
async function pass(keeper: Keeper, trigger: Trigger, restarts = 0): Promise<Pass> {
  const now = keeper.now();
  const { facts: firstFacts, stored, unread } = await readFirst(keeper, trigger, now);
  const { facts, decision } = await decideOn(keeper, firstFacts, unread, now);

  const remembered = stored === undefined || (await remember(keeper, decision, stored));
  if (remembered === false) {
    if (restarts === RESTARTS)
      throw new Error(`another keeper wrote the memory during each of ${RESTARTS + 1} looks: invoke keeper again`);
    await keeper.pause(PAUSE_MILLISECONDS * (restarts + 1));
    return pass(keeper, trigger, restarts + 1);
  }
  const isRemembered = remembered === true && stored !== undefined;
  const outcomes = await carryOut(keeper, decision.actions, isRemembered, now);
  const summary = summaryOf(decision, outcomes, now);
  const count = restarts > 0 ? { restarts } : {};
  console.log({ trigger: trigger.name, ...count, facts: factsInBrief(facts), ...summary } satisfies LogEntry);
  const refusal = outcomes.find(({ action, failure }) => action.do === "update service" && failure);
  const problems = outcomes.flatMap(({ action, answer, failure }) => {
    const problem = answer ?? (failure && inWords(failure.cause));
    const isRefused = answer !== undefined;
    return action.do === "run task" && problem !== undefined ? { ...action.run, problem, isRefused } : [];
  });
  return {
    summary,
    capacity: outcomes.filter(isDone).flatMap(({ action }) => (action.do === "set capacity" ? action.desired : []))[0],
    deploymentProblem: refusal && inWords(refusal.failure?.cause),
    runProblems: problems.length > 0 ? problems : undefined,
    failures: [
      unread,
      remembered instanceof Failure ? remembered : [],
      outcomes.flatMap(({ failure }) => failure ?? []),
    ].flat(),
  };
}

/**
 * What every look reads: three calls, and while all is quiet no more. Without the group nothing is known; alarms only say
 * that there is something to look at, and so does AWS's silence about them.
 *
 * @returns stored: undefined if AWS does not hand it out; unread: what could not be read
 */
async function readFirst({ aws, settings }: Keeper, trigger: Trigger, now: Instant) {
  // Memory first: who writes it after this was read makes this look start again, so the rest can't be older than it.
  const item = await attempt("read memory", () => aws.dynamoDb().item());
  const [group, alarms] = await Promise.all([
    attempt("read group", () => aws.autoScaling().group()),
    // What never sleeps has none to read.
    settings.mode === "always" ? NO_ALARMS : attempt("read alarms", () => aws.cloudWatch().alarms()),
  ]);
  const unread = [item, group, alarms].filter((result) => result instanceof Failure);
  if (group instanceof Failure) throwTogether(unread);
  const stored: Stored | undefined = item instanceof Failure ? undefined : memoryIn(item, now);
  const facts: Facts = {
    settings,
    trigger,
    memory: stored?.memory ?? noMemory(now),
    noMemory: stored === undefined ? { kind: "unreadable" } : stored.noMemory,
    ...(!(group instanceof Failure) && { group }),
    alarms: alarms instanceof Failure ? { idle: true, queried: true } : alarms,
  };
  return { facts, stored, unread };
}

/** Decides, and reads what the decision misses until it misses nothing: each reading once, so this ends. */
async function decideOn(
  { aws, decide }: Keeper,
  facts: Facts,
  unread: Failure[],
  now: Instant,
): Promise<{ facts: Facts; decision: Decision }> {
  const read = reader(aws, facts.memory, now);
  let seen = facts;
  let decision = decide(seen, now);
  while (decision.missing.length > 0) {
    const { missing } = decision;
    const again = missing.filter((name) => seen[name] !== undefined || seen.unreadable?.includes(name));
    if (again.length > 0) throw new Error(`decide misses what was read already: ${again.join(", ")}`);
    const results = await Promise.all(missing.map((name) => attempt(`read ${name}`, () => read(name))));
    // Told at the end, when all is done that does not need it: it must not leave a host undrained, or up.
    unread.push(...results.filter((result) => result instanceof Failure));
    seen = withResults(seen, missing, results);
    decision = decide(seen, now);
  }
  return { facts: seen, decision };
}

function withResults(facts: Facts, names: readonly Reading[], results: readonly unknown[]): Facts {
  const failed = names.filter((_, index) => results[index] instanceof Failure);
  const values = names.map((name, index) => [name, results[index]] as const).filter(([name]) => !failed.includes(name));
  const read = Object.fromEntries(values) as Partial<Readings>;
  return { ...facts, ...read, ...(failed.length > 0 && { unreadable: [...(facts.unreadable ?? []), ...failed] }) };
}

/** @returns false if another keeper wrote meanwhile, so that this look saw what is no longer true */
async function remember({ aws }: Keeper, { memory }: Decision, before: Stored): Promise<boolean | Failure> {
  if (!isChanged(memory, before)) return true;
  return attempt("write memory", () => aws.dynamoDb().put(itemOf(memory, before), before.version));
}
