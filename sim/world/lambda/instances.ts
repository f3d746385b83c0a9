import { block, text } from "../../provider/values";
import { pause } from "../api/sdk";
import { type Instant, MINUTE } from "../clock";
import type { Core } from "../core";
import type { Random } from "../random";
import type { AppliedObject } from "../terraform/objects";

export type Handler = (event: never) => Promise<unknown>;
/** A function's code: what a new instance of it does first, with its environment, the time, and a pause by chance. */
export type Code = (
  environment: Readonly<Record<string, string>>,
  now: () => Instant,
  pause: (milliseconds: number) => Promise<void>,
) => Handler;

export interface Instance {
  readonly handler: Handler;
  /** When it last had something to do. */
  readonly since: Instant;
}

const IDLE_MINUTES = { "10 minutes": 10, "no time": 0, "2 hours": 120 } as const;

/** The instances of functions: those that wait for work, and new ones. Lambda drops those that wait for long. */
export class Instances {
  private readonly idle = new WeakMap<AppliedObject, Instance[]>();

  /** @param code by the role at the end of a function's name, like keeper */
  constructor(
    private readonly core: Core,
    private readonly code: Readonly<Record<string, Code>>,
    private readonly random: Random,
  ) {}

  take(object: AppliedObject): Instance {
    const { now } = this.core;
    const warm = this.idle.get(object)?.pop();
    if (warm !== undefined && now - warm.since < IDLE_MINUTES[this.core.uncertain.idleFunction] * MINUTE) return warm;
    const { function_name, environment } = object.attributes;
    const code = this.code[text(function_name).split("-").at(-1) ?? ""];
    if (code === undefined) throw new Error(`code is known for ${Object.keys(this.code).join()} only`);
    const variables = block(block(environment)["variables"]) as Readonly<Record<string, string>>;
    const wait = (milliseconds: number) => pause(this.random.between(0, milliseconds));
    return { handler: code(variables, () => this.core.now, wait), since: now };
  }

  /** It has done its work, and waits for more. */
  keep(object: AppliedObject, instance: Instance): void {
    this.idle.set(object, [...(this.idle.get(object) ?? []), { ...instance, since: this.core.now }]);
  }
}
