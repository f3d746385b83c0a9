import type { Memory } from "../../memory";
import { orElse, type Scene } from "../scene";

/**
 * Agents lose their connection several times an hour for moments, and find it again.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html
 */
const SILENT_MINUTES = 10;
/** What runs goes on without its agent, but ECS can neither restart nor stop it. */
const SILENT_BUT_USED_MINUTES = 60;

/** Packets are those of connections. */
function isUsed(scene: Scene): boolean {
  const { packets } = scene.need("packets");
  return packets.some(({ at, value }) => value > 0 && !scene.isOver(SILENT_MINUTES, at));
}

/** True if the agent of the host has been silent for too long. */
export function isAgentLost(scene: Scene, { session }: Memory): boolean {
  const since = session?.agentSilentSince ?? scene.now;
  if (!scene.isOver(SILENT_MINUTES, since)) return false;
  return scene.isOver(SILENT_BUT_USED_MINUTES, since) || !orElse(() => isUsed(scene), true);
}
