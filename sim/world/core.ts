import { Meter } from "./billing/meter";
import { Access } from "./iam/access";
import type { Clock, Instant } from "./clock";
import type { Faults } from "./faults";
import { type Objects, tagsOf } from "./terraform/objects";
import { Outside } from "./outside";
import type { Random } from "./random";
import { Registry } from "./host/registry";
import type { Entry, Happened } from "./timeline";
import type { Uncertain } from "./uncertain";

/** What every service of the world depends on. */
export class Core {
  readonly access: Access;
  readonly meter: Meter;
  readonly timeline: Entry[] = [];
  readonly registry = new Registry();
  readonly outside = new Outside();
  /** When a game last saved, by the location of its files. */
  readonly saves = new Map<string, Instant>();
  /** The downloads that each location contains, in seconds of download time. */
  readonly downloads = new Map<string, number>();
  readonly account: string;
  /** For the age of answers. */
  readonly reads: Random;

  constructor(
    readonly clock: Clock,
    readonly objects: Objects,
    readonly random: Random,
    readonly faults: Faults,
    /** This world's answers to what AWS does not document. */
    readonly uncertain: Uncertain,
  ) {
    this.access = new Access(objects);
    this.meter = new Meter(clock, objects);
    this.reads = random.fork("reads");
    const anyArn = objects.all("aws_iam_role")[0]?.attributes["arn"];
    this.account = typeof anyArn === "string" ? (anyArn.split(":")[4] ?? "") : "";
  }

  get now(): Instant {
    return this.clock.now;
  }

  /** @param container which container it concerns; by default the one that its actor belongs to */
  record(
    happened: Happened & Pick<Entry, "service">,
    container = "by" in happened ? this.containerOf(happened.by) : undefined,
  ): void {
    this.timeline.push({ ...happened, at: this.now, container });
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
