import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { policyDocument, type Statement } from "../lib/iam";
import { nameTag } from "../../shared/tags";

export interface RoleProps {
  /** Physical name of the role and its policy. */
  readonly name: string;
  readonly description: string;
  /** Trust policy: which service may assume it. */
  readonly trust: string;
  /** Its permissions; without any it has no policy. */
  readonly statements: readonly Statement[];
}

/** A role with one inline policy. AWS managed policies would allow more than necessary. */
export class Role extends Construct {
  readonly arn: string;
  /** Reference to the name, for resources attached to the role. */
  readonly name: string;
  /** A resource that uses the role is created after these and destroyed before them. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, description, trust, statements }: RoleProps) {
    super(scope, id);
    const role = new IamRole(this, "Resource", { name, description, assumeRolePolicy: trust, tags: nameTag(name) });
    this.arn = role.arn;
    this.name = role.name;
    this.ready =
      statements.length === 0
        ? [role]
        : [new IamRolePolicy(this, "policy", { name, role: role.name, policy: policyDocument(statements) })];
  }
}
