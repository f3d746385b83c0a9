import { QUESTIONS, type Uncertain } from "../../../sim/world/uncertain";

export type Answers = Partial<Uncertain>;

/** What hosts, their tasks and what is read of them do; the compiler finds a question that nobody looks at. */
export type OfHosts =
  | "draining"
  | "daemonPlacement"
  | "firstTask"
  | "scaling"
  | "stoppedTasks"
  | "forcedDeployment"
  | "sameRevision"
  | "digest"
  | "shutdownWait"
  | "staleReads"
  | "ecsLists"
  | "unhealthyTask"
  | "silentHealth";
/** What the host's metadata says, only its script asks: host.test.ts. */
export type OfSignals = Exclude<keyof Uncertain, OfHosts | "lifecycleState">;

/** How to look at a world of an answer, and what is then to be seen for each. */
type Looks<Names extends keyof Uncertain> = {
  readonly [Name in Names]: readonly [
    look: (answers: Answers) => Promise<unknown>,
    seen: Readonly<Record<Uncertain[Name], unknown>>,
  ];
};

/**
 * Looks at what each answer to what AWS does not say does in the world: a switch that changes nothing would prove
 * nothing. Stories under other answers are in otherwise.test.ts.
 */
export function lookAt<Names extends keyof Uncertain>(looks: Looks<Names>): void {
  for (const name of Object.keys(looks) as Names[]) {
    const [look, seen] = looks[name];
    test.each(QUESTIONS[name].answers)(`${QUESTIONS[name].asks} %s`, async (answer) => {
      expect(await look({ [name]: answer })).toEqual(seen[answer as Uncertain[Names]]);
    });
  }
}
