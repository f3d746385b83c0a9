import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { companionFiles, type Companions } from "../../src/lib/companions";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { synthBase, synthContainer, type Block } from "../helpers/synth";
import { TerraformFolder } from "./run-terraform";

interface TerraformJson {
  readonly terraform: Block;
  readonly variable: Block;
  readonly data: Block;
  readonly output: Block;
}

/** A project's output in a folder of its own, without what needs AWS: the requirements, variables and state are real. */
export class ProjectFolder {
  readonly container: TerraformFolder;
  readonly base: TerraformFolder;
  /** Whose credentials Terraform has. */
  account = "111111111111";

  constructor(readonly path: string) {
    this.container = new TerraformFolder(join(path, "cdktf.out", "stacks", "valheim"));
    this.base = new TerraformFolder(join(path, "cdktf.out", "stacks", "base"));
    mkdirSync(join(path, "state"));
  }

  /** Writes the container's stack as this configuration gives it. */
  configure(container: Block = {}, service: Block = {}, base: Block = {}): this {
    const { json, companions } = synthContainer(baseConfig(base), containerConfig(container, service));
    const { terraform, variable, data } = json as unknown as TerraformJson;
    const main = {
      terraform: { backend: terraform.backend },
      variable,
      data: { terraform_remote_state: data.terraform_remote_state },
    };
    this.container.write({ "main.tf.json": main, ...this.companionFiles(companions) });
    return this;
  }

  /** Applies a base with these outputs; what is not said is as base tells it. */
  applyBase(outputs: Block = {}): this {
    const { json, companions } = synthBase(baseConfig());
    const { terraform, variable, output } = json as unknown as TerraformJson;
    const outputValues = {
      contract: (output.contract as Block).value,
      public_subnet_ids: { a: "subnet-1" },
      ...outputs,
    };
    const main = {
      terraform: { backend: terraform.backend },
      variable,
      output: Object.fromEntries(Object.entries(outputValues).map(([name, value]) => [name, { value }])),
    };
    this.base.write({ "main.tf.json": main, ...this.companionFiles(companions) });
    this.base.expect("init");
    this.base.expect("apply", "-auto-approve");
    return this;
  }

  /** As before base's first apply. */
  forgetBase(): this {
    rmSync(join(this.path, "state", "games", "base.tfstate"), { force: true });
    return this;
  }

  /** Writes variables into the container's folder. */
  assign(secrets: Block): this {
    this.container.write({ "terraform.tfvars.json": { secrets, alerts: { base: [INPUT] } } });
    return this;
  }

  private companionFiles(companions: Companions): Readonly<Record<string, string>> {
    return companionFiles({ ...companions, home: { ...companions.home, account: this.account } });
  }
}

/** A value that is not secret, which appears wherever variables end up. */
export const INPUT = "someone@mine.org";
