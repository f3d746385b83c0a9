import type { Instant } from "./clock";

/** A loss that a scenario causes and that no other entry shows. */
export type Loss = "memory" | "keeper";

/** What a person does to an instance or a task, in the console or on the command line. */
export type HandsOn =
  | { readonly does: "terminate" | "stop" | "terminate in group" | "call unhealthy" | "reboot"; readonly host: string }
  | { readonly does: "detach"; readonly host: string; readonly decrement: boolean }
  | { readonly does: "launch" | "stop task" };

/** Why Auto Scaling terminates a host. */
export type Reason = "lower capacity" | "unhealthy" | "by hand";

/** The actors that change capacity, besides functions and policies. */
export const PERSON = "a person";
export const TERRAFORM = "Terraform";

/** Something that happened. `by` is the function, alarm, policy, person or player that did it; `host` an instance ID. */
export type Happened =
  | { readonly kind: "launch"; readonly host: string; readonly instanceType: string; readonly zone: string }
  | { readonly kind: "launch failure"; readonly group: string; readonly problem: string }
  | {
      readonly kind: "hardware failure" | "retirement" | "forced off" | "hook timeout" | "unhealthy";
      readonly host: string;
    }
  | { readonly kind: "termination"; readonly host: string; readonly reason: Reason }
  | { readonly kind: "capacity"; readonly by: string; readonly group: string; readonly desired: number }
  | { readonly kind: "join"; readonly host: string; readonly cluster: string }
  | { readonly kind: "no cluster" | "join denied"; readonly cluster: string }
  | { readonly kind: "drain" | "host stop"; readonly host: string }
  | { readonly kind: "start failure"; readonly reason: string }
  | { readonly kind: "host gone"; readonly host: string; readonly state: "terminated" | "stopped" }
  | { readonly kind: "container start"; readonly host: string; readonly image: string; readonly afterSeconds: number }
  | { readonly kind: "loaded" | "health failure" }
  | { readonly kind: "saved"; readonly wasLoaded: boolean; readonly seconds: number; readonly graceSeconds: number }
  /** The end of an essential container is the end of its task. */
  | { readonly kind: "container end"; readonly how: Ending["how"]; readonly isEssential: boolean }
  | {
      readonly kind: "record";
      readonly by: string;
      readonly name: string;
      readonly type: string;
      readonly values: readonly string[];
    }
  /** The Elastic IP is associated with a host. */
  | { readonly kind: "address"; readonly by: string; readonly host: string; readonly ipv4: string }
  | { readonly kind: "alarm"; readonly alarm: string }
  | { readonly kind: "mail"; readonly by: string; readonly mail: Mail }
  | { readonly kind: "mail refused"; readonly from: string }
  | { readonly kind: "event lost"; readonly detailType: string }
  | { readonly kind: "event delayed"; readonly detailType: string; readonly seconds: number }
  | { readonly kind: "event dropped"; readonly by: string }
  /** Without a time its event is never delivered. */
  | { readonly kind: "run due"; readonly by: string; readonly lateMs?: number }
  | { readonly kind: "target unreachable"; readonly rule: string; readonly target: string; readonly problem: string }
  | { readonly kind: "filter off"; readonly filter: string; readonly problem: string }
  | { readonly kind: "function error"; readonly by: string; readonly error: string }
  | { readonly kind: "call denied"; readonly by: string; readonly action: string; readonly problem: string }
  | { readonly kind: "backup failure"; readonly files: string; readonly problem: string }
  | { readonly kind: "apply" | "destroyed" }
  | { readonly kind: "tries" | "leaves" | "thrown out"; readonly by: string }
  | { readonly kind: "plays"; readonly by: string; readonly afterSeconds: number }
  | { readonly kind: "gives up"; readonly by: string; readonly afterMinutes: number }
  | ({ readonly kind: "hands on" } & HandsOn)
  | { readonly kind: "invocation"; readonly function: string; readonly event: unknown }
  | { readonly kind: "parameter"; readonly name: string; readonly value: string }
  /** A scenario's own words. */
  | { readonly kind: "story"; readonly words: string; readonly loss?: Loss };

/** An entry of the timeline. Code reads its fields; sentences.ts phrases it for people. */
export type Entry = Happened & {
  readonly at: Instant;
  /** The container it concerns. */
  readonly container: string | undefined;
  /** Which of its services, where there are several. */
  readonly service?: string | undefined;
};
export type EntryOf<Kind extends Happened["kind"]> = Entry & { readonly kind: Kind };

/**
 * How a container's program ended: on its own, in time after SIGTERM (with its save, or without, because what it saves
 * through was told to stop before), by SIGKILL, or with its host.
 */
export interface Ending {
  readonly at: Instant;
  readonly how: "done" | "crashed" | "saved" | "unsaved" | "killed" | "host lost";
  readonly exitCode: number;
  /** Docker's, like OutOfMemoryError: …. */
  readonly reason?: string | undefined;
  /** Seconds between SIGTERM and the end, and the seconds that were available. */
  readonly stoppedForSeconds: number;
  readonly graceSeconds: number;
}

export interface Mail {
  readonly at: Instant;
  /** A function's or an alarm's name. */
  readonly from: string;
  readonly to: readonly string[];
  /** "alarm", or the message attribute of this name; empty without one. */
  readonly kind: string;
  /** The content of the attribute `mail`, for programs. */
  readonly fields?: unknown;
  readonly subject: string;
  readonly text: string;
}
