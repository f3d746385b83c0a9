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
 * A stack with readable resource addresses, like `aws_efs_file_system.volume_world`, which consist of the construct ids.
 * cdktf would append a hash, and silently merge two resources with the same address; here that throws.
 */
export class ReadableStack extends TerraformStack {
  // Without an initializer: the parent's constructor already allocates ids.
  private pathByAddress?: Map<string, string>;

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const path = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    // Variables and outputs keep their own id as name, without that of their parent.
    const hasOwnName = element instanceof TerraformVariable || element instanceof TerraformOutput;
    const id = hasOwnName ? node.id : path.filter((part) => part !== "Resource").join("_");
    const address = `${kindOf(element)}.${id}`;
    this.pathByAddress ??= new Map<string, string>();
    const other = this.pathByAddress.get(address);
    if (other !== undefined && other !== node.path)
      throw new Error(`${node.path} and ${other} share the address ${address}`);
    this.pathByAddress.set(address, node.path);
    return id;
  }
}

function kindOf(element: TerraformElement | Node): string {
  if (TerraformResource.isTerraformResource(element)) return element.terraformResourceType;
  if (TerraformDataSource.isTerraformDataSource(element)) return `data.${element.terraformResourceType}`;
  return element.constructor.name;
}
