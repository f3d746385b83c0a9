import type { Aws } from "./aws";
import type { Player } from "./people/player";
import type { Names } from "./terraform/names";

const UNNAMED: Names = { address: "", recordName: "", srvName: undefined, functions: [] };

/** The current state of everything that belongs to a container. */
export function containerNow(name: string, aws: Aws, everybody: readonly Player[], names = UNNAMED) {
  const group = [...aws.groups.all.values()].find(({ container }) => container === name);
  const clusters = aws.clusters.filter(({ container }) => container === name);
  return {
    ...names,
    group,
    desired: group?.desired ?? 0,
    /** In the group or not; terminated ones for an hour, too. */
    machines: [...aws.machines.all.values()].filter(({ tags }) => tags["Container"] === name),
    /** Container instances. */
    hosts: clusters.flatMap(({ hosts }) => hosts),
    tasks: clusters.flatMap(({ tasks }) => tasks),
    record: aws.zones.recordOf(names.recordName, "A")?.values[0],
    players: everybody.filter(({ options }) => options.address === names.address),
  };
}
