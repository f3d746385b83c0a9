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

export function incidentsIn(entry: Entry): readonly Incident[] {
  switch (entry.kind) {
    case "hands on":
      return HANDS_ON[entry.does];
    case "capacity":
      if (entry.by === PERSON) return entry.desired === 1 ? ["hand", "started"] : ["hand"];
      return entry.by === TERRAFORM ? ["hand"] : [];
    case "invocation": {
      const { command = "" } = commandIn(entry);
      return command === "wake" ? ["wakeByHand"] : ["look", "hold"].includes(command) ? [] : ["hand"];
    }
    case "hardware failure":
      return ["hardware", "hostLost"];
    case "unhealthy":
      return ["hostLost"];
    case "termination":
      return entry.reason === "unhealthy" ? ["hostLost"] : [];
    case "hook timeout":
      return ["hookOver"];
    case "start failure":
      return ["crash"];
    case "container end":
      return entry.isEssential && (entry.how === "crashed" || entry.how === "done") ? ["crash"] : [];
    case "event lost":
    case "event delayed":
      return ["lostEvent"];
    case "story":
      return entry.loss === undefined ? [] : [entry.loss === "memory" ? "memoryLost" : "keeperDead"];
    default:
      return [];
  }
}

export const commandIn = ({ event }: EntryOf<"invocation">) =>
  event as { readonly command?: string; readonly minutes?: number };
