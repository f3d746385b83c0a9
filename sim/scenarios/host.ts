import { text } from "../provider/values";
import type { AppliedObject } from "../world/terraform/objects";
import { hours, type Scenario } from "./scenario";

const GRACE_SECONDS = 600;

/** What a host does by itself. */
export const host: readonly Scenario[] = [
  {
    name: "scanned",
    about: "A link preview asks; for two hours a scanner sends single datagrams to the game's port.",
    play: (stage) => {
      stage.asks("preview", 1);
      stage.plays("scanner", 7, hours(2), 300, { way: "datagrams", patienceMinutes: 1 });
    },
  },
  {
    name: "saves-by-itself",
    about:
      "Keeper is dead when the alarm ends a session, the save takes nearly ten minutes, but EC2 allows only two minutes for a shutdown.",
    uncertain: { shutdownWait: "2 minutes" },
    play: (stage) => {
      stage.world.apply(withGrace(stage.world.objects.list));
      stage.game({ saveSeconds: GRACE_SECONDS - 10 });
      stage.plays("Anna", 5, hours(2));
      stage.killKeeper(30);
    },
  },
];

/** As applied with `stop_grace_period: 10m`. */
function withGrace(objects: readonly AppliedObject[]): AppliedObject[] {
  return objects.map((object) => {
    const { user_data, container_definitions } = object.attributes;
    const script = Buffer.from(text(user_data), "base64").toString();
    const longer = script.replace(/^(ECS_CONTAINER_STOP_TIMEOUT|STOP_GRACE_SECONDS)=\d+/gm, `$1=${GRACE_SECONDS}`);
    const definitions = text(container_definitions).replace(/"stopTimeout":\d+/g, `"stopTimeout":${GRACE_SECONDS}`);
    const changed = {
      ...(user_data !== undefined && { user_data: Buffer.from(longer).toString("base64") }),
      ...(container_definitions !== undefined && { container_definitions: definitions }),
    };
    return { ...object, attributes: { ...object.attributes, ...changed } };
  });
}
