import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { named } from "../../../shared/tags";

export interface Secret {
  /** Variable of the container. */
  readonly name: string;
  /** A new value is written when it rises: Terraform keeps no value it could compare. */
  readonly version: number;
}

export interface SecretParametersProps {
  readonly container: string;
  /** Path of the parameters, like /games/valheim/secrets. */
  readonly path: string;
  readonly secrets: readonly Secret[];
  /** Terraform expression of a secret's value; must be ephemeral. */
  readonly valueOf: (name: string) => string;
}

/**
 * Secrets as SecureString parameters, written by a write-only argument: the value is in no state and no plan.
 * https://developer.hashicorp.com/terraform/language/resources/ephemeral/write-only
 */
export class SecretParameters extends Construct {
  private readonly arnByName = new Map<string, string>();

  constructor(scope: Construct, id: string, { container, path, secrets, valueOf }: SecretParametersProps) {
    super(scope, id);
    for (const { name, version } of secrets) {
      const parameter = new SsmParameter(this, name, {
        name: `${path}/${name}`,
        description: `${name} of ${container}: change it in terraform.tfvars and raise its version`,
        type: "SecureString",
        valueWo: valueOf(name),
        valueWoVersion: version,
        tags: named(`${path}/${name}`),
        // With any other change than a new version the provider would send an empty value, which AWS refuses:
        // https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ssm/parameter.go, resourceParameterUpdate
        lifecycle: { ignoreChanges: ["description", "key_id", "tier"] },
      });
      this.arnByName.set(name, parameter.arn);
    }
  }

  get arns(): string[] {
    return [...this.arnByName.values()];
  }

  /** Parameter of one of the secrets. */
  arnOf(name: string): string {
    const arn = this.arnByName.get(name);
    if (arn === undefined) throw new Error(`no parameter for the secret ${name}`);
    return arn;
  }
}
