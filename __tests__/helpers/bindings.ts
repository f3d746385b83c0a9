import { createRequire } from "node:module";

const load = createRequire(__filename);

/** What the generated bindings, and so the provider's schema, know about a resource type. */
export function hasArgument(type: string, argument: string): boolean {
  const camelCase = argument.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return `${camelCase}Input` in binding(type).prototype;
}

interface Binding {
  readonly tfResourceType: string;
  readonly prototype: object;
}

function binding(type: string): Binding {
  const path = `@cdktf/provider-aws/lib/${type.replace(/^aws_/, "").replace(/_/g, "-")}`;
  const module = load(path) as Record<string, Partial<Binding>>;
  const found = Object.values(module).find((exported) => exported.tfResourceType === type);
  if (found?.prototype === undefined) throw new Error(`no binding for ${type}`);
  return found as Binding;
}
