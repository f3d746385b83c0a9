import { TerraformVariable } from "cdktf";
import { Construct } from "constructs";

/** The variables of terraform.tfvars. Every stack declares all of them, so that one file serves every stack without warnings. */
export class Variables extends Construct {
  /** Mail addresses by stack. Not sensitive: each becomes a subscription with an address of its own in state. */
  readonly alerts: TerraformVariable;
  /** Values of secrets by container. Ephemeral: in no state, no plan file, no output. */
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
      description: "Values of secrets, by container; see terraform.tfvars.example",
    });
    // cdktf 0.21 knows no ephemeral variables, and loses nullable in HCL.
    this.secrets.addOverride("ephemeral", true);
    for (const variable of [this.alerts, this.secrets]) variable.addOverride("nullable", false);
  }
}
