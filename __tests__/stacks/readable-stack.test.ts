import { DataTerraformRemoteStateLocal, TerraformOutput, TerraformResource, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { ReadableStack } from "../../src/stacks/readable-stack";
import { keepState } from "../../src/lib/state";
import { jsonOf } from "../helpers/formats";

/** The synthesized stack; parts of a path are the ids of nested constructs. */
const stackOf = (define: (stack: ReadableStack) => void): Record<string, unknown> =>
  jsonOf((app) => {
    const stack = new ReadableStack(app, "valheim");
    keepState(stack, "games", { kind: "local", folder: "../state" });
    define(stack);
    return stack;
  });

/** Defines the constructs a path goes through, those that are not there yet. */
function within(stack: ReadableStack, path: string): { readonly scope: Construct; readonly id: string } {
  const [id = "", ...outside] = path.split("/").reverse();
  const scope = outside.reverse().reduce<Construct>((parent, next) => {
    const child = parent.node.tryFindChild(next);
    return child instanceof Construct ? child : new Construct(parent, next);
  }, stack);
  return { scope, id };
}

function resource(stack: ReadableStack, path: string): TerraformResource {
  const { scope, id } = within(stack, path);
  return new TerraformResource(scope, id, { terraformResourceType: "terraform_data" });
}

const addresses = (...paths: string[]): string[] => {
  const json = stackOf((stack) => {
    for (const path of paths) resource(stack, path);
  }) as { resource: { terraform_data: Record<string, unknown> } };
  return Object.keys(json.resource.terraform_data).sort();
};

test.each([
  ["volume_world/Resource", "volume_world"],
  ["zone/delegation", "zone_delegation"],
  ["host/role/Resource", "host_role"],
  ["plain", "plain"],
])("the address of %s is its ids alone: %s", (path, address) => {
  expect(addresses(path)).toEqual([address]);
});

test("an address stays when another resource is added before it", () => {
  expect(addresses("volume_world/Resource")).toEqual(["volume_world"]);
  expect(addresses("volume_attic/Resource", "volume_world/Resource")).toEqual(["volume_attic", "volume_world"]);
});

test("two resources that would share an address are refused with both paths", () => {
  expect(() => addresses("a/b_c", "a_b/c")).toThrow(/valheim\/a_b\/c and valheim\/a\/b_c .*terraform_data\.a_b_c/);
});

test("resources, data and variables of one name are different addresses", () => {
  const json = stackOf((stack) => {
    resource(stack, "one/base");
    new DataTerraformRemoteStateLocal(within(stack, "one_base/Resource").scope, "Resource", { path: "x" });
    new TerraformVariable(within(stack, "other/one_base").scope, "one_base", {});
  });
  expect(json).toMatchObject({
    resource: { terraform_data: { one_base: {} } },
    data: { terraform_remote_state: { one_base: {} } },
    variable: { one_base: {} },
  });
});

test("variables and outputs are called what people type, whatever groups them", () => {
  const json = stackOf((stack) => {
    const group = new Construct(stack, "group");
    new TerraformVariable(group, "secrets", {});
    new TerraformOutput(group, "address", { value: "valheim.mine.org" });
  });
  expect(json).toMatchObject({ variable: { secrets: {} }, output: { address: { value: "valheim.mine.org" } } });
});

test("two outputs of one name are refused, whatever groups them", () => {
  expect(() =>
    stackOf((stack) => {
      for (const group of ["one", "two"]) new TerraformOutput(new Construct(stack, group), "address", { value: "a" });
    }),
  ).toThrow(/valheim\/two\/address and valheim\/one\/address .*TerraformOutput\.address/);
});

test("a reference names the same address as the resource", () => {
  const json = stackOf((stack) => {
    const zone = resource(stack, "zone/Resource");
    new TerraformOutput(stack, "id", { value: zone.getStringAttribute("id") });
  });
  expect(json).toMatchObject({ output: { id: { value: "${terraform_data.zone.id}" } } });
});
