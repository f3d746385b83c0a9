import { decide } from "../../../handlers/keeper/decide";
import type { Task } from "../../../handlers/keeper/facts";
import type { AppliedObject } from "../../../sim/world/terraform/objects";
import { withServices } from "../../../sim/scenarios/services";
import { all, edit, editScript } from "../edits";
import { withHostVolume } from "../world/applied";
import { deciding, type Mistakes } from "./mistake";

/** The seconds of the story that stops them in order; it leaves three services as they are. */
const inOrder = (objects: readonly AppliedObject[]) => withServices(objects, { map: 10, game: 290, db: 290 });

export const MISTAKES_WITH_SERVICES: Mistakes = {
  "a game that its task definition lets start and stop without its database": {
    scenario: "stops-in-order",
    breaks: "time to save",
    objects: all(
      inOrder,
      edit("aws_ecs_task_definition", "container_definitions.0.dependsOn", undefined),
      edit("aws_ecs_task_definition", "container_definitions.0.links", undefined),
    ),
  },
  "a stop unit that stops a game and its database at once": {
    scenario: "stops-in-order",
    breaks: "time to save",
    objects: all(inOrder, editScript("db:290:valheim", "db:290:")),
  },
  "a stop unit that knows no services": {
    scenario: "stops-in-order",
    breaks: "time to save",
    objects: all(inOrder, editScript("\nSTOPS=", "\nSTOP=")),
  },
  "a stop unit with the time of the slowest service, not of all together": {
    scenario: "stops-in-order",
    breaks: "time to save",
    objects: all(inOrder, editScript("TimeoutStopSec=650", "TimeoutStopSec=350")),
  },
  "a database with the agent's usual stop timeout": {
    scenario: "database-crashes",
    breaks: "time to save",
    objects: all(
      withServices,
      edit("aws_ecs_task_definition", "container_definitions.1.stopTimeout", undefined),
      editScript("ECS_CONTAINER_STOP_TIMEOUT=120s", ""),
    ),
  },
  "a database on the host's disk": {
    scenario: "stops-in-order",
    breaks: "saves are kept",
    objects: all(inOrder, withHostVolume("server")),
  },
  "a keeper that takes the map's crash for the game's": {
    scenario: "helper-crashes",
    breaks: "nobody is cut off",
    keeper: deciding((facts, now) => {
      const hasCrashed = ({ lastStatus, containers }: Task): boolean =>
        lastStatus === "RUNNING" && containers.some(({ exitCode = 0 }) => exitCode > 0);
      const isCrash = facts.group?.desired === 1 && facts.cluster?.tasks.some(hasCrashed);
      return decide(isCrash ? { ...facts, trigger: { name: "", command: "sleep" } } : facts, now);
    }),
  },
  "a map whose end ends the game": {
    scenario: "helper-crashes",
    breaks: "nobody is cut off",
    objects: all(withServices, edit("aws_ecs_task_definition", "container_definitions.2.essential", true)),
  },
};
