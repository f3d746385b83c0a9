import {
  TerraformDataSource,
  TerraformElement,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
} from "cdktf";
import type { Node } from "constructs";

/**
 * A stack whose addresses people can read: `aws_efs_file_system.volume_world`, made of the construct ids alone.
 * cdktf would append a hash, and silently merges two resources that share an address; here that throws.
 */
export class ReadableStack extends TerraformStack {
  // Without an initializer: the parent's constructor already allocates ids.
  private pathByAddress?: Map<string, string>;

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const path = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    const id = hasOwnName(element) ? node.id : path.filter((part) => part !== "Resource").join("_");
    const address = `${kindOf(element)}.${id}`;
    this.pathByAddress ??= new Map<string, string>();
    const other = this.pathByAddress.get(address);
    if (other !== undefined && other !== node.path) throw new Error(`${node.path} and ${other} both become ${address}`);
    this.pathByAddress.set(address, node.path);
    return id;
  }
}

/** Variables and outputs are called what people type, whatever construct groups them. */
function hasOwnName(element: TerraformElement | Node): boolean {
  return element instanceof TerraformVariable || element instanceof TerraformOutput;
}

function kindOf(element: TerraformElement | Node): string {
  if (TerraformResource.isTerraformResource(element)) return element.terraformResourceType;
  if (TerraformDataSource.isTerraformDataSource(element)) return `data.${element.terraformResourceType}`;
  return element.constructor.name;
}
