import { Access } from "./iam/access";
import type { Clock, Instant } from "./clock";
import type { Faults } from "./faults";
import { type Objects, tagsOf } from "./terraform/objects";
import type { Random } from "./random";
import { Registry } from "./host/registry";
import type { Uncertain } from "./uncertain";

/** One line of what happened. */
export interface Entry {
  readonly at: Instant;
  /** An AWS service, a function, a player, or "a person". */
  readonly who: string;
  readonly what: string;
  readonly why?: string;
  /** The container it is about. */
  readonly container?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What every service of the world stands on. */
export class Core {
  readonly access: Access;
  readonly timeline: Entry[] = [];
  readonly registry = new Registry();
  /** When a game last saved, by the place of its files. */
  readonly saves = new Map<string, Instant>();
  /** How many seconds of download are in a place. */
  readonly downloads = new Map<string, number>();
  readonly account: string;
  /** How old answers are. */
  readonly reads: Random;

  constructor(
    readonly clock: Clock,
    readonly objects: Objects,
    readonly random: Random,
    readonly faults: Faults,
    /** What AWS does not say, as it is in this world. */
    readonly uncertain: Uncertain,
  ) {
    this.access = new Access(objects);
    this.reads = random.fork("reads");
    const anyArn = objects.all("aws_iam_role")[0]?.attributes["arn"];
    this.account = typeof anyArn === "string" ? (anyArn.split(":")[4] ?? "") : "";
  }

  get now(): Instant {
    return this.clock.now;
  }

  tell(who: string, what: string, more: Pick<Entry, "why" | "container" | "data"> = {}): void {
    this.timeline.push({ at: this.now, who, what, ...more, container: more.container ?? this.containerOf(who) });
  }

  /** The container a function or an alarm belongs to. */
  private containerOf(name: string): string | undefined {
    const { objects } = this;
    const named =
      objects.find("aws_lambda_function", { function_name: name }) ??
      objects.find("aws_cloudwatch_metric_alarm", { alarm_name: name });
    return named && tagsOf(named)["Container"];
  }
}
