import type { Mail, Step } from "../../decision";
import type { DueRun } from "../../facts";
import type { Memory, Run } from "../../memory";
import type { Instant } from "../../time";
import { reportSomeToday } from "../report-once";
import { isSame } from "./open-runs";

/** Failed runs of a service that are reported in a day: one may be due every five minutes. */
const MAILS_A_DAY = 3;

export type Failed = Pick<Mail & { readonly kind: "run failed" }, "how" | "exitCode" | "reason">;

/** The run is over. */
export function close(memory: Memory, run: Run, endedAt: Instant, failed?: Failed): Step {
  const { session, runs = [] } = memory;
  const rest = runs.filter((one) => !isSame(one, run));
  const closed: Memory = {
    ...memory,
    runs: rest.length === 0 ? undefined : rest,
    // What does not wake does not keep up either.
    session: session && run.wakes ? { ...session, runEndedAt: Math.max(session.runEndedAt ?? 0, endedAt) } : session,
  };
  return failed === undefined ? { memory: closed, actions: [] } : report(closed, run, failed);
}

/** A mail, as far as today still has some. */
export function report(memory: Memory, { service, dueAt }: DueRun, failed: Failed): Step {
  return reportSomeToday(memory, `run ${service}`, MAILS_A_DAY, (isLastToday) => ({
    kind: "run failed",
    service,
    dueAt,
    ...failed,
    isLastToday,
  }));
}
