import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ecsTasksTrust, policyDocument, type Statement } from "../../lib/iam";
import type { Names } from "../../../shared/names";
import { named } from "../../../shared/tags";

export interface TaskRoleProps {
  readonly names: Names;
  readonly container: string;
  readonly region: string;
  readonly accountId: string;
  /** What the container itself may do: mount its volumes. */
  readonly statements: readonly Statement[];
}

/** The container's own role. It exists even with nothing to allow: EFS mounts are signed with it. */
export class TaskRole extends Construct {
  readonly arn: string;
  /** What a running task needs, until its host is gone. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { names, container, region, accountId, statements }: TaskRoleProps) {
    super(scope, id);
    const name = names.of("task");
    const role = new IamRole(this, "Resource", {
      name,
      description: `The container ${container}: its volumes`,
      assumeRolePolicy: ecsTasksTrust(region, accountId),
      tags: named(name),
    });
    this.arn = role.arn;
    this.ready =
      statements.length === 0
        ? [role]
        : [new IamRolePolicy(this, "policy", { name, role: role.name, policy: policyDocument(statements) })];
  }
}
