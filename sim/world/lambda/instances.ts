import type { Input } from "../../../handlers/read-settings";
import { block, text } from "../../provider/values";
import { pause } from "../api/sdk";
import { type Instant, MINUTE } from "../clock";
import type { Core } from "../core";
import type { Random } from "../random";
import { type AppliedObject, FUNCTION_ZIP, type Objects } from "../terraform/objects";

export type Handler = (event: never) => Promise<unknown>;
/** A function's code: creates the handler of a new instance from its configuration, the time, and a random pause. */
export type Code = (
  configuration: Input,
  now: () => Instant,
  pause: (milliseconds: number) => Promise<void>,
) => Handler;

export interface Instance {
  readonly handler: Handler;
  /** When it last did something. */
  readonly since: Instant;
}

const IDLE_MINUTES = { "10 minutes": 10, "no time": 0, "2 hours": 120 } as const;

/** The instances of functions: idle ones and new ones. Lambda drops those that are idle for long. */
export class Instances {
  private readonly idle = new WeakMap<AppliedObject, Instance[]>();

  /** @param code by the last part of a function's name, like keeper */
  constructor(
    private readonly core: Core,
    private readonly code: Readonly<Record<string, Code>>,
    private readonly random: Random,
  ) {}

  take(object: AppliedObject): Instance {
    const { now } = this.core;
    const warm = this.idle.get(object)?.pop();
    if (warm !== undefined && now - warm.since < IDLE_MINUTES[this.core.uncertain.idleFunction] * MINUTE) return warm;
    const code = this.code[text(object.attributes["function_name"]).split("-").at(-1) ?? ""];
    if (code === undefined) throw new Error(`code is known for ${Object.keys(this.code).join()} only`);
    const wait = (milliseconds: number) => pause(this.random.between(0, milliseconds));
    return { handler: code(configurationOf(this.core.objects, object), () => this.core.now, wait), since: now };
  }

  /** The instance is idle again. */
  keep(object: AppliedObject, instance: Instance): void {
    this.idle.set(object, [...(this.idle.get(object) ?? []), { ...instance, since: this.core.now }]);
  }
}

/** What an apply gave a function: settings.json in its zip, and its environment. */
export function configurationOf(
  objects: Objects,
  { region, attributes: { function_name, environment } }: AppliedObject,
): Input {
  const zip = objects.find(FUNCTION_ZIP, { function_name: text(function_name) }, region);
  return {
    settings: zip?.attributes["settings"],
    environment: block(block(environment)["variables"]) as Readonly<Record<string, string>>,
  };
}
