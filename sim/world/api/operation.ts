import type { Context } from "../iam/access";

export type CommandClass = new (input: never) => object;
export type Input<C extends CommandClass> = NonNullable<ConstructorParameters<C>[0]>;
export type Output<C extends CommandClass> =
  InstanceType<C> extends { resolveMiddleware(...args: never[]): (args: never) => Promise<{ output: infer O }> }
    ? Loose<O>
    : never;
/** The parts of AWS's answer that matter here. */
type Loose<T> = T extends Date ? T : T extends object ? { readonly [K in keyof T]?: Loose<T[K]> } : T;

/** A permission that the caller of an operation needs. */
export interface RequiredPermission {
  /** IAM's action, like autoscaling:SetDesiredCapacity. */
  readonly action: string;
  /** The ARNs that the action is checked against; "*" for an action without resources. */
  readonly resources: readonly string[];
  /** Condition keys of the request. */
  readonly context?: Context;
}

/** How a call of AWS's API behaves. */
export interface Operation<I, O> {
  /** IAM's action, like autoscaling:SetDesiredCapacity. */
  readonly action: string;
  /** The ARNs that the action is checked against. If omitted, the action has no resource and only "*" allows it. */
  readonly resources?: (input: I, region: string) => readonly string[];
  /** Condition keys of the request. */
  readonly context?: (input: I, region: string) => Context;
  /** What AWS requires besides the action: sim/permissions/dependent-actions.ts. */
  readonly dependentActions?: ((input: I, region: string) => readonly RequiredPermission[]) | undefined;
  readonly answer: (input: I, region: string, caller: string) => O;
}
