import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { nameTag } from "../../../shared/tags";

export interface Secret {
  /** Name of the container's environment variable. */
  readonly name: string;
  /** Raised to write a new value: Terraform does not store the old one, so it cannot detect a change. */
  readonly version: number;
}

export interface SecretParametersProps {
  readonly container: string;
  /** Path of the parameters, like /games/valheim/secrets. */
  readonly path: string;
  readonly secrets: readonly Secret[];
  /** Terraform expression of a secret's value. It must be ephemeral. */
  readonly valueOf: (name: string) => string;
}

/**
 * Secrets as SecureString parameters, with a write-only argument: the value is in neither state nor plan.
 * https://developer.hashicorp.com/terraform/language/resources/ephemeral/write-only
 */
export class SecretParameters extends Construct {
  private readonly arnByName = new Map<string, string>();

  constructor(scope: Construct, id: string, { container, path, secrets, valueOf }: SecretParametersProps) {
    super(scope, id);
    for (const { name, version } of secrets) {
      const parameter = new SsmParameter(this, name, {
        name: `${path}/${name}`,
        description: `${name} of ${container}: to change it, edit terraform.tfvars and raise its version`,
        type: "SecureString",
        valueWo: valueOf(name),
        valueWoVersion: version,
        tags: nameTag(`${path}/${name}`),
        // Without a new version the provider would send an empty value, which AWS rejects:
        // https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ssm/parameter.go, resourceParameterUpdate
        lifecycle: { ignoreChanges: ["description", "key_id", "tier"] },
      });
      this.arnByName.set(name, parameter.arn);
    }
  }

  get arns(): string[] {
    return [...this.arnByName.values()];
  }

  /** ARN of a secret's parameter. */
  arnOf(name: string): string {
    const arn = this.arnByName.get(name);
    if (arn === undefined) throw new Error(`no parameter for the secret ${name}`);
    return arn;
  }
}
