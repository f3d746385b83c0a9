import type { Construct } from "constructs";
import { ecsTasksTrust, type Statement } from "../../lib/iam";
import type { ContainerNames } from "../../../shared/container-names";
import { Role } from "../role";

export interface TaskRoleProps {
  readonly names: ContainerNames;
  readonly region: string;
  readonly accountId: string;
  /** What the container itself may do: mount its volumes. */
  readonly statements: readonly Statement[];
}

/** The container's own role. It exists even with nothing to allow: EFS mounts are signed with it. */
export class TaskRole extends Role {
  constructor(scope: Construct, id: string, { names, region, accountId, statements }: TaskRoleProps) {
    super(scope, id, {
      name: names.of("task"),
      description: `The container ${names.container}: its volumes`,
      trust: ecsTasksTrust(region, accountId),
      statements,
    });
  }
}
