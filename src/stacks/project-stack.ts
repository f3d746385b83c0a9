import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { REQUIRED_TERRAFORM, type Companions } from "../lib/companions";
import { ReadableStack } from "./readable-stack";
import { keepState, type StateLocation } from "../lib/state";
import { Variables } from "./variables";

export interface ProjectStackProps {
  readonly project: string;
  readonly region: string;
  readonly state: StateLocation;
  /** Tags of everything in the stack; Name comes on top, per resource. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What every stack of the project has: provider, state, the variables of terraform.tfvars, and files of its own. */
export abstract class ProjectStack extends ReadableStack {
  readonly accountId: string;
  readonly region: string;
  /** Account and region, which a stack never leaves once it is applied, for files that cdktf does not write. */
  readonly home: Companions["home"];
  readonly variables: Variables;
  /** Files cdktf cannot write; they go beside its own. */
  abstract readonly companions: Companions;

  constructor(scope: Construct, id: string, { project, region, state, tags }: ProjectStackProps) {
    super(scope, id);
    // cdktf does not ask; cdktn refuses write-only arguments where an older Terraform may meet them, and takes an npm
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
  protected tell(outputs: Readonly<Record<string, { readonly value: unknown; readonly description: string }>>): void {
    const scope = new Construct(this, "outputs");
    for (const [name, output] of Object.entries(outputs)) new TerraformOutput(scope, name, output);
  }
}
