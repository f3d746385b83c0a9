import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { carryOut } from "../../sim/provider/apply";
import { aws } from "../../sim/provider/catalogue";
import { Cloud } from "../../sim/provider/cloud";
import type { ResourceType, Settings } from "../../sim/provider/kind";
import { type Plan, planChange } from "../../sim/provider/plan";
import { conform } from "../../sim/provider/protocol/codec";
import { problems } from "../../sim/provider/validate";
import { type Attributes, UNKNOWN } from "../../sim/provider/values";

const SETTINGS: Settings = { region: "us-west-2", defaultTags: { Project: "games" } };

/** Pretend AWS as a test uses it: what Terraform would ask, without Terraform. */
export class PretendAws {
  readonly folder = mkdtempSync(join(tmpdir(), "wake-on-dns-test-"));
  readonly cloud = new Cloud(this.folder);

  plan(type: string, config: Attributes, prior?: Attributes): Plan {
    return planChange(resource(type), complete(type, config), prior, SETTINGS);
  }

  /** The state a configuration would have, what only AWS knows left empty. */
  state(type: string, config: Attributes): Attributes {
    const planned = Object.entries(this.plan(type, config).planned);
    return Object.fromEntries(planned.map(([name, value]) => [name, value === UNKNOWN ? null : value]));
  }

  /** Plans and applies, and gives the state. */
  apply(type: string, config: Attributes, prior?: Attributes): Attributes {
    const { planned } = this.plan(type, config, prior);
    const change = { prior, planned, written: complete(type, config), folder: this.folder };
    return carryOut(resource(type), change, this.cloud) ?? {};
  }

  delete(type: string, state: Attributes): void {
    carryOut(resource(type), { prior: state, planned: undefined, written: {}, folder: this.folder }, this.cloud);
  }

  forget(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** What the provider finds wrong before AWS is asked. */
export const check = (type: string, config: Attributes): string[] =>
  problems(resource(type).kind, complete(type, config));

export function resource(type: string): ResourceType {
  const found = aws.resources[type];
  if (found === undefined) throw new Error(`no type ${type}`);
  return found;
}

/** As Terraform sends it: every argument is there. */
function complete(type: string, config: Attributes): Attributes {
  const { block, type: form } = resource(type);
  const lists = Object.entries(block.blocks).filter(([, { nesting }]) => nesting !== "single");
  return conform({ ...Object.fromEntries(lists.map(([name]) => [name, []])), ...config }, form) as Attributes;
}
