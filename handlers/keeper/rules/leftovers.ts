import { UNDESCRIBED, type Task } from "../facts";
import { isTerminating, mayWrite, type Scene } from "./scene";

/** What is left of a former host, in words. While anything is, a new one could write the same world. */
export function leftovers(scene: Scene): readonly string[] {
  const staying = scene.groupHosts.filter((host) => scene.hasOneWriter || !isTerminating(host));
  const ofGroup = staying.map(({ instanceId, lifecycleState }) => `${instanceId} is ${lifecycleState}`);
  if (!scene.hasOneWriter) return ofGroup;
  const { machines, cluster } = scene.need("machines", "cluster");
  // What ECS lists and does not describe may write while it has a host it could run on.
  const mayRun = ({ lastStatus }: Task): boolean => lastStatus !== UNDESCRIBED || cluster.hosts.length > 0;
  return [
    ...ofGroup,
    ...machines.map(({ instanceId, state }) => `${instanceId} is ${state}`),
    ...scene.tasks
      .filter((task) => mayWrite(task) && mayRun(task))
      .map(({ arn, lastStatus }) => `task ${arn.split("/").at(-1) ?? arn} is ${lastStatus}`),
  ];
}
