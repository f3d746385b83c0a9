import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { REQUIRED_TERRAFORM, type Companions } from "../lib/companions";
import { ReadableStack } from "./readable-stack";
import { keepState, type StateLocation } from "../lib/state";

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

export interface ProjectStackProps {
  readonly project: string;
  readonly region: string;
  readonly state: StateLocation;
  /** Tags of every resource in the stack, which also has a tag Name. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A stack of the project, with provider, state, the variables of terraform.tfvars, and additional files. */
export abstract class ProjectStack extends ReadableStack {
  readonly accountId: string;
  readonly region: string;
  /** Account and region, which must not change after the first apply. */
  readonly home: Companions["home"];
  readonly variables: Variables;
  /** Content of the files beside cdktf's own. */
  abstract readonly companions: Companions;

  constructor(scope: Construct, id: string, { project, region, state, tags }: ProjectStackProps) {
    super(scope, id);
    // Not for cdktf: cdktn refuses write-only arguments if an older Terraform is allowed, and expects an npm
    // range: https://github.com/open-constructs/cdk-terrain/pull/269
    this.node.setContext("targetVersions", { terraform: REQUIRED_TERRAFORM });
    new AwsProvider(this, "aws", { region, defaultTags: [{ tags }] });
    keepState(this, project, state);
    this.region = region;
    this.home = { account: "${data.aws_caller_identity.account.account_id}", region };
    this.variables = new Variables(this, "variables");
    this.accountId = new DataAwsCallerIdentity(this, "account").accountId;
  }

  /** Defines outputs, by name. */
  protected output(outputs: Readonly<Record<string, { readonly value: unknown; readonly description: string }>>): void {
    const scope = new Construct(this, "outputs");
    for (const [name, output] of Object.entries(outputs)) new TerraformOutput(scope, name, output);
  }
}
