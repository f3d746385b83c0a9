import { TerraformVariable } from "cdktf";
import { Construct } from "constructs";

/** The variables of terraform.tfvars. Every stack declares all of them, so that one file works for all stacks without warnings. */
export class Variables extends Construct {
  /** Mail addresses by stack. Not sensitive: each is a key of for_each. */
  readonly alerts: TerraformVariable;
  /** Values of secrets by container. Ephemeral: never in state, plan files or outputs. */
  readonly secrets: TerraformVariable;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.alerts = new TerraformVariable(this, "alerts", {
      type: "map(list(string))",
      default: {},
      description: "Mail addresses for alerts, by stack; see terraform.tfvars.example",
    });
    this.secrets = new TerraformVariable(this, "secrets", {
      type: "map(map(string))",
      default: {},
      sensitive: true,
      description: "Values of secrets, by container and name; see terraform.tfvars.example",
    });
    // cdktf 0.21 does not support ephemeral variables, and loses nullable in HCL.
    this.secrets.addOverride("ephemeral", true);
    for (const variable of [this.alerts, this.secrets]) variable.addOverride("nullable", false);
  }
}
