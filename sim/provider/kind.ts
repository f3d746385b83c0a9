import type { Block } from "./schema/model";
import type { Store } from "./store";
import type { Attributes, Type, Value } from "./values";

export const ACCOUNT = "123456789012";

/** What the provider or AWS answers when it doesn't do what was asked. Starts with AWS's error code where it has one. */
export class Refusal extends Error {}

/** What AWS is asked for. */
export interface Request {
  /** As it shall be; for a deletion as it is. */
  readonly object: Attributes;
  readonly id: string;
  /** `global` for what has none. */
  readonly region: string;
  readonly store: Store;
  /** As it was; for a creation nothing. */
  readonly prior: Attributes;
  /** The configuration: the only place where write-only values are. Never kept. */
  readonly written: Attributes;
}
/** What AWS says against it, if anything. */
export type Rule = (request: Request) => string | undefined;

/** What is known of an object when its computed values are made. */
export interface Facts extends Pick<Request, "id" | "region" | "store"> {
  readonly make: Make;
}
/** Fills a {@link Template} of an id. The same object gets the same id each time. */
export type Make = (template: Template) => string;

/**
 * A text with `{argument}` in it, `#` for 17 hexadecimal digits, `##` for a UUID, `%` for 20 capitals and digits.
 * An ARN's is `service:resource`, with `*` before it if there is no region in it.
 */
export type Template = string;
/** Names, separated by spaces. */
export type Names = string;
/** What may be written: one of some words, a number from … to …, or a text that passes a test. */
export type Valid = Names | readonly [least: number, most: number] | { test(value: string): boolean };

/** What the double knows of a resource type beyond its schema. */
export interface Kind {
  readonly id: Template;
  readonly arn?: Template;
  /** What makes it unique among its type in a region, where the id does not. */
  readonly key?: Template;
  /** Arguments whose change makes a new object, for the real provider; `region` always does. */
  readonly replacedBy: Names | ((prior: Attributes, planned: Attributes) => readonly string[]);
  /** The provider's defaults by path, like `rule.start_window`: what stands in the state if nothing is written. */
  readonly defaults?: Readonly<Record<string, Value>>;
  readonly sensitive?: Names;

  /** Checked by the provider before AWS is asked; by path. */
  readonly valid?: Readonly<Record<string, Valid>>;
  readonly exactlyOne?: readonly Names[];
  readonly conflicts?: Readonly<Record<string, Names>>;
  readonly checks?: readonly ((config: Attributes) => string | undefined)[];

  /** What AWS says if there is one with this key; without it AWS takes the call as a change of that one. */
  readonly exists?: Template;
  /** Arguments that no two objects may share, and what AWS says then. */
  readonly unique?: readonly [Names, Template];
  /** Arguments that name something that must be there (of these types), and what AWS says if it is not. */
  readonly needs?: Readonly<Record<string, readonly [types: Names, Template]>>;
  /** Arguments that name a role which a service must be able to assume. */
  readonly trusts?: Readonly<Record<string, readonly [service: string, Template]>>;
  /** References like `aws_subnet.vpc_id` that keep it from being deleted, and what AWS says then. */
  readonly heldBy?: readonly [Names, Template];
  /** References of what goes with it when it is deleted. */
  readonly takes?: Names;
  readonly refuse?: { readonly create?: Rule; readonly update?: Rule; readonly delete?: Rule };

  /** Values only AWS knows, also for those the configuration leaves open. Without a value: empty or null. */
  readonly computed?: (object: Attributes, facts: Facts) => Attributes;
  /** Computed values that an update changes. */
  readonly recomputed?: (changed: readonly string[], planned: Attributes) => readonly string[];
}
export type Kinds = Readonly<Record<string, Kind>>;

/** A resource or data type as Terraform may use it. */
export interface TypeOf<AnyKind> {
  readonly name: string;
  readonly block: Block;
  readonly type: Type;
  readonly kind: AnyKind;
}
export type ResourceType = TypeOf<Kind>;
export type DataType = TypeOf<DataKind>;

/** What a provider block tells. */
export interface Settings {
  readonly region: string;
  readonly defaultTags: Attributes;
}

export interface DataKind {
  /** @throws Refusal if AWS has no such thing */
  readonly read: (config: Attributes, settings: Settings, store: Store, folder: string) => Attributes;
  readonly sensitive?: Names;
}
