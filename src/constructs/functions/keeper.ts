import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Statement } from "../../lib/iam";
import type { ContainerNames } from "../../../shared/container-names";
import { LOOK_EVERY_MINUTES } from "../../../shared/schedule";
import { EventTrigger } from "./event-trigger";
import type { KeeperEvent } from "./keeper-events";
import { NodeFunction } from "./node-function";

const MAXIMUM_EVENT_AGE_SECONDS = LOOK_EVERY_MINUTES * 60;

export interface KeeperProps {
  readonly names: ContainerNames;
  readonly environment: Record<string, string>;
  readonly statements: readonly Statement[];
  readonly events: readonly KeeperEvent[];
  /** How long Lambda tries to deliver an event; default: the schedule's period, which makes an older one superfluous. */
  readonly maximumEventAgeSeconds?: number;
  /** The address records: keeper must be destroyed before them, or it might write one again. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** The only owner of desired capacity and the record, with everything that triggers it. */
export class Keeper extends Construct {
  readonly arn: string;
  /** The group is destroyed before these, because keeper drains a terminating host. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: KeeperProps) {
    super(scope, id);
    const { names, environment, statements, events, dependsOn } = props;
    const keeper = new NodeFunction(this, "Resource", {
      code: "keeper",
      name: names.keeper,
      description: `Starts and stops ${names.container}`,
      timeoutSeconds: 60,
      memoryMiB: 512,
      environment,
      statements,
      maximumEventAgeSeconds: props.maximumEventAgeSeconds ?? MAXIMUM_EVENT_AGE_SECONDS,
      dependsOn,
    });
    const triggers = events.map(
      ({ id: eventId, role, ...event }) =>
        new EventTrigger(this, eventId, { name: names.of(role), function: keeper.resource, ...event }),
    );
    this.arn = keeper.resource.arn;
    this.ready = [...keeper.ready, ...triggers.flatMap(({ ready }) => ready)];
  }
}
