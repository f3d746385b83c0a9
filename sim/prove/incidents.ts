import { type Entry, type EntryOf, type HandsOn, PERSON, TERRAFORM } from "../world/timeline";

/** What nothing can prevent: people, hardware and AWS do it. */
export const INCIDENTS = [
  /** A person changed capacity, hosts or tasks, or let Terraform end them. */
  "hand",
  /** A person took the host away, or gave it company: keeper starts another one. */
  "lostByHand",
  /** A person made Auto Scaling launch a second host, or did it: AWS waits for nothing. */
  "secondByHand",
  "detached",
  "started",
  "wakeByHand",
  "sleepByHand",
  "hardware",
  "hostLost",
  /** Nobody ended a host's hook, or prolonged it. */
  "hookOver",
  "crash",
  "memoryLost",
  "keeperDead",
  "lostEvent",
] as const;
export type Incident = (typeof INCIDENTS)[number];

const HANDS_ON: Readonly<Record<HandsOn["does"], readonly Incident[]>> = {
  terminate: ["hand", "lostByHand"],
  stop: ["hand", "lostByHand"],
  "terminate in group": ["hand", "lostByHand", "secondByHand"],
  detach: ["hand", "lostByHand", "secondByHand", "detached"],
  launch: ["hand", "lostByHand", "secondByHand"],
  "call unhealthy": ["hand", "lostByHand"],
  "stop task": ["hand", "lostByHand"],
  reboot: ["hand"],
};

const IN_ENTRIES: { readonly [Kind in Entry["kind"]]?: (entry: EntryOf<Kind>) => readonly Incident[] } = {
  "hands on": ({ does }) => HANDS_ON[does],
  capacity: ({ by, desired }) => {
    if (by === PERSON && desired === 1) return ["hand", "started"];
    return by === PERSON || by === TERRAFORM ? ["hand"] : [];
  },
  invocation: (entry) => {
    const { command = "" } = commandIn(entry);
    if (command === "sleep") return ["hand", "sleepByHand"];
    return command === "wake" ? ["wakeByHand"] : ["look", "hold"].includes(command) ? [] : ["hand"];
  },
  "hardware failure": () => ["hardware", "hostLost"],
  retirement: () => ["hostLost"],
  "health failure": () => ["crash"],
  unhealthy: () => ["hostLost"],
  termination: ({ reason }) => (reason === "unhealthy" ? ["hostLost"] : []),
  "hook timeout": () => ["hookOver"],
  "start failure": () => ["crash"],
  "container end": ({ how, isEssential }) => (isEssential && (how === "crashed" || how === "done") ? ["crash"] : []),
  "event lost": () => ["lostEvent"],
  "event delayed": () => ["lostEvent"],
  story: ({ loss }) => (loss === undefined ? [] : [loss === "memory" ? "memoryLost" : "keeperDead"]),
};

export function incidentsIn(entry: Entry): readonly Incident[] {
  const incidents = IN_ENTRIES[entry.kind] as ((entry: Entry) => readonly Incident[]) | undefined;
  return incidents?.(entry) ?? [];
}

export const commandIn = ({ event }: EntryOf<"invocation">) =>
  event as { readonly command?: string; readonly minutes?: number };
