import type { Memory, Session } from "../../memory";
import type { Instant } from "../../time";
import { newSession } from "../new-session";
import { orElse, type Scene } from "../scene";
import { openIncident } from "./incident";

/** The session after an apply has changed the mode, or AWS or a person the host of what never sleeps. */
export function followMode(scene: Scene, memory: Memory): Memory {
  const { session } = memory;
  if (session === undefined) return memory;
  if (!scene.isAlways) {
    const neverSlept = session.why === "always" || session.hostId !== undefined;
    return neverSlept ? { ...memory, session: onDemand(session, scene.now) } : memory;
  }
  const { hostId, hostSeenAt } = session;
  const host = scene.host?.instanceId;
  if (hostId === undefined || host === undefined || host === hostId || session.sleep !== undefined) {
    return { ...memory, session: noteHost(scene, session) };
  }
  const lost = { kind: "host lost" as const, what: `${hostId} is gone`, wakesAgain: true };
  const away = openIncident(scene, memory, lost, hostSeenAt);
  const incident = away.incident && { ...away.incident, hosts: away.incident.hosts + 1 };
  return { ...away, incident, session: noteHost(scene, newSession("always", scene.now)) };
}

/** What runs goes on, as if it had just been started: its hours begin now. */
const onDemand = (session: Session, now: Instant): Session => ({
  ...session,
  why: "from outside",
  since: now,
  hostId: undefined,
  agentSilentSince: undefined,
  alwaysUntil: now,
});

const noteHost = (scene: Scene, session: Session): Session => ({
  ...session,
  hostId: scene.host?.instanceId ?? session.hostId,
  agentSilentSince: orElse(() => silentSince(scene, session), session.agentSilentSince),
});

const silentSince = (scene: Scene, { agentSilentSince }: Session): Instant | undefined =>
  scene.clusterHost(scene.host?.instanceId)?.agentConnected === false ? (agentSilentSince ?? scene.now) : undefined;
