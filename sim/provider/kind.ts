import type { Block } from "./schema/model";
import type { Store, StoredObject } from "./store";
import type { Attributes, Type, Value } from "./values";

export const ACCOUNT = "123456789012";

/** What the provider or AWS answers when it doesn't do what was asked. Starts with AWS's error code where it has one. */
export class Refusal extends Error {
  /** @param done the object, if the work was done though the answer is an error */
  constructor(
    reason: string,
    readonly done?: Attributes | null,
  ) {
    super(reason);
  }
}

/** What AWS is asked for. */
export interface Request {
  /** As it shall be; for a deletion as it is. */
  readonly object: Attributes;
  readonly id: string;
  /** `global` for what has none. */
  readonly region: string;
  readonly store: Store;
  /** As Terraform knows it was; nothing for what is not there yet. */
  readonly prior: Attributes | undefined;
  /** The configuration: the only place where write-only values are. Never kept. */
  readonly written: Attributes;
  /** Terraform's: relative file names mean it. */
  readonly folder: string;
}
/** What AWS says against it, if anything. */
export type Objection = string | false | undefined;
export type Rule = (request: Request) => Objection;

/**
 * A text with `{argument}` in it, `#` for 17 hexadecimal digits, `##` for a UUID, `%` for 20 capitals and digits, `@`
 * for a number of two digits.
 */
export type Template = string;
/** Names, separated by spaces. */
export type Names = string;

/** What the double knows of a resource type beyond its schema. */
export interface Kind {
  /** By default the name. */
  readonly id?: Template;
  /** `service:resource` */
  readonly arn?: Template;
  /** What makes it unique among its type in a region, where the id does not. */
  readonly key?: Template;
  /** Arguments whose change makes a new object, for the real provider; region and name always do. */
  readonly replacedBy?: Names | ((prior: Attributes, planned: Attributes) => readonly string[]);
  /** The provider's defaults: the values in the state of arguments that are not set. */
  readonly defaults?: Attributes;
  /** An argument with a secret. */
  readonly sensitive?: string;

  /** What the provider refuses before AWS is asked: other values than these. */
  readonly valid?: Readonly<Record<string, Names>>;
  /** Arguments of which one must be written, and others that go together. */
  readonly exactlyOne?: Names;
  readonly allOrNone?: Names;
  readonly check?: (config: Attributes) => string | false;

  /** Arguments that no two objects may share, and AWS's error code. Without it a twin is taken as the same object. */
  readonly unique?: readonly [Names, code: string];
  /** References like `aws_subnet.vpc_id` that keep it from being deleted, and AWS's error code. */
  readonly heldBy?: readonly [Names, code: string];
  /** References of what goes with it when it is deleted. */
  readonly takes?: Names;
  readonly refuse?: readonly Rule[];
  readonly refuseDeletion?: readonly Rule[];

  /** Values only AWS knows, also for what the configuration leaves open; texts are templates. Others: empty or null. */
  readonly computed?: Attributes | ((object: Attributes, request: Request) => Attributes);
  /** What AWS keeps of it beside its attributes. */
  readonly keeps?: (request: Request) => StoredObject | undefined;
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

/** What a provider block tells. */
export interface Settings {
  readonly region: string;
  readonly defaultTags: Readonly<Record<string, Value>>;
}

export interface DataKind {
  /** @throws Refusal if AWS has no such thing */
  readonly read: (config: Attributes, settings: Settings, store: Store, folder: string) => Attributes;
  readonly sensitive?: string;
}
export type DataKinds = Readonly<Record<string, DataKind>>;
