import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Store } from "../../provider/store";
import { type Attributes, isObject, text, type Value } from "../../provider/values";

/** A resource that Terraform applied. */
export interface AppliedObject {
  /** Terraform's type, like aws_autoscaling_group. */
  readonly type: string;
  readonly id: string;
  /** `global` for resources that exist once per account. */
  readonly region: string;
  readonly attributes: Attributes;
}

/** The type under which pretend AWS keeps a function's zip: `function_name` and the content of settings.json. */
export const FUNCTION_ZIP = "function_zip";

/** The objects that pretend AWS keeps in a folder (`npm run pretend`). */
export function objectsOfStore(folder: string): AppliedObject[] {
  const store = new Store(folder);
  return readdirSync(join(folder, "objects")).flatMap((type) => store.all(type));
}

interface Module {
  readonly resources?: readonly { type: string; mode: string; values: Attributes }[];
  readonly child_modules?: readonly Module[];
}

/** The objects in the output of `terraform show -json`, of one stack or several. */
export function objectsOfState(...shown: readonly { readonly values?: { root_module: Module } }[]): AppliedObject[] {
  const resourcesOf = (module: Module): AppliedObject[] => [
    ...(module.resources ?? []).flatMap(({ type, mode, values }) => {
      const region = text(values["region"]) || "global";
      // A zone that is only a data source is the parent zone.
      const word = mode === "managed" ? type : type === "aws_route53_zone" ? "parent_zone" : undefined;
      return word === undefined ? [] : [{ type: word, id: text(values["id"]), region, attributes: values }];
    }),
    ...(module.child_modules ?? []).flatMap(resourcesOf),
  ];
  return shown.flatMap(({ values }) => (values === undefined ? [] : resourcesOf(values.root_module)));
}

/** All applied objects, by type. Only an apply changes them. */
export class Objects {
  private byType = new Map<string, AppliedObject[]>();
  private readonly memos = new Map<string, unknown>();

  constructor(objects: readonly AppliedObject[]) {
    this.set(objects);
  }

  get list(): readonly AppliedObject[] {
    return [...this.byType.values()].flat();
  }

  set(objects: readonly AppliedObject[]): void {
    this.byType = new Map();
    for (const object of objects) this.byType.set(object.type, [...this.all(object.type), object]);
    this.memos.clear();
  }

  all(type: string): readonly AppliedObject[] {
    return this.byType.get(type) ?? [];
  }

  /** The object of a type with these attributes; in any region by default. */
  find(type: string, texts: Readonly<Record<string, string>>, region?: string): AppliedObject | undefined {
    return this.all(type).find(
      (object) =>
        (region === undefined || object.region === region) &&
        Object.entries(texts).every(([name, value]) => object.attributes[name] === value),
    );
  }

  /** Something derived from the objects, computed again only when they have changed. */
  memo<T>(key: string, make: () => T): T {
    if (!this.memos.has(key)) this.memos.set(key, make());
    return this.memos.get(key) as T;
  }
}

/** The tags of an object: a group has them in blocks, everything else in `tags_all`. */
export function tagsOf({ attributes: { tags_all, tag } }: AppliedObject): Readonly<Record<string, string>> {
  if (isObject(tags_all)) return Object.fromEntries(Object.entries(tags_all).map(([key, value]) => [key, text(value)]));
  const all = Array.isArray(tag) ? (tag as Attributes[]) : [];
  return Object.fromEntries(all.map(({ key, value }) => [text(key), text(value)]));
}

/** The value if it is a number. */
export const number = (value: Value | undefined): number | undefined => (typeof value === "number" ? value : undefined);

export interface Names {
  readonly address: string;
  readonly recordName: string;
  readonly srvName: string | undefined;
  readonly functions: readonly string[];
}

/** The names that belong to each container, found by tags and by the records in its zone. */
export function namesOf(objects: Objects): ReadonlyMap<string, Names> {
  const all = (type: string, name: string, container: string): readonly string[] =>
    objects
      .all(type)
      .filter((object) => tagsOf(object)["Container"] === container)
      .map(({ attributes }) => text(attributes[name]));
  const containers = objects.all("aws_autoscaling_group").flatMap((group) => tagsOf(group)["Container"] ?? []);
  return new Map(
    containers.map((container) => {
      const [address = ""] = all("aws_route53_zone", "name", container);
      const [zone_id = ""] = all("aws_route53_zone", "zone_id", container);
      const named = (type: string) => objects.find("aws_route53_record", { zone_id, type })?.attributes["name"];
      const names = { address, recordName: text(named("A")), srvName: named("SRV") as string | undefined };
      return [container, { ...names, functions: all("aws_lambda_function", "function_name", container) }];
    }),
  );
}
