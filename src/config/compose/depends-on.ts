import { choice, flag, list, mapping, record, oneOf, text } from "../schema/fields";
import { orElse, validEntries } from "../schema/holes";
import { eachOnce, withRule } from "../schema/rule";

/** A service's name, as a key of `services` and wherever another service names it. */
export const SERVICE_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}$/;
export const SERVICE_NAME_MEANING = "a service's name of letters, digits, _ and -";

/**
 * When a service may start, by Compose's word for it: the condition of an ECS container dependency.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
 */
const CONDITIONS = {
  service_started: "START",
  service_healthy: "HEALTHY",
  service_completed_successfully: "SUCCESS",
} as const;
type ComposeCondition = keyof typeof CONDITIONS;
export type Condition = (typeof CONDITIONS)[ComposeCondition];

/** A service that must be there before another one starts, and stops only after it. */
export interface Dependency {
  readonly service: string;
  readonly condition: Condition;
}

/** A dependency, and where depends_on names it. */
interface WrittenDependency extends Dependency {
  readonly at: string | number;
}

const name = text(SERVICE_NAME, SERVICE_NAME_MEANING);

const details = mapping({
  condition: choice(Object.keys(CONDITIONS) as ComposeCondition[]).describe(
    "service_started: it has started. service_healthy: its healthcheck has passed. service_completed_successfully: it has ended with exit code 0",
  ),
  // An update replaces the whole task, so a dependent always restarts with what it depends on.
  restart: flag(false, "has no effect: an update restarts all services of the file"),
  required: flag(true, "only true is possible: all services of the file run").refine((required) => required, {
    error: "must be true, or left out: all services of the file run",
  }),
});

/** `[db]`, or `{db: {condition: service_healthy}}`. */
export const dependsOn = oneOf(
  [
    withRule(list(name, "[db]"), eachOnce).transform((names) =>
      validEntries(names).map(([at, service]): WrittenDependency => ({ service, condition: "START", at })),
    ),
    record(SERVICE_NAME, SERVICE_NAME_MEANING, details).transform((all) =>
      Object.entries(all).map(([service, written]): WrittenDependency => ({
        service,
        condition: orElse(() => CONDITIONS[written.condition], "START"),
        at: service,
      })),
    ),
  ],
  "a list like [db], or a mapping like {db: {condition: service_healthy}}",
);

const link = text(
  /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}(:[a-zA-Z0-9][a-zA-Z0-9_-]{0,63})?$/,
  'a service like db, or a service and an alias like "db:database"',
).transform((written) => {
  const [service = "", alias] = written.split(":");
  /** Undefined is the service's own name. */
  return { service, alias: alias === service ? undefined : alias };
});

/** `[db, "cache:redis"]`: services that another one reaches by a name, and where links names them. */
export const links = list(link, "[db]").transform((all) => validEntries(all).map(([at, one]) => ({ ...one, at })));
