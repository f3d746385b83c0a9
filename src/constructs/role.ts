import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { policyDocument, type Statement } from "../lib/iam";
import { named } from "../../shared/tags";

export interface RoleProps {
  /** Physical name, of its policy too. */
  readonly name: string;
  readonly description: string;
  /** Trust policy: who may act as it. */
  readonly trust: string;
  /** All it may do; with none it has no policy. */
  readonly statements: readonly Statement[];
}

/** A role and what it may do, in one inline policy. No AWS managed policy: they allow more than anything here needs. */
export class Role extends Construct {
  readonly arn: string;
  /** By reference, for what is attached to the role. */
  readonly name: string;
  /** Whoever acts as the role is defined after these, and goes before them. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, description, trust, statements }: RoleProps) {
    super(scope, id);
    const role = new IamRole(this, "Resource", { name, description, assumeRolePolicy: trust, tags: named(name) });
    this.arn = role.arn;
    this.name = role.name;
    this.ready =
      statements.length === 0
        ? [role]
        : [new IamRolePolicy(this, "policy", { name, role: role.name, policy: policyDocument(statements) })];
  }
}
