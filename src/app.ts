import type { App } from "cdktf";
import type { Configuration } from "./config/load";
import type { StateLocation } from "./lib/state";
import { BaseStack } from "./stacks/base-stack";
import { ContainerStack } from "./stacks/container-stack";
import type { ProjectStack } from "./stacks/project-stack";
import { RetiredStack } from "./stacks/retired-stack";

/** Every stack of a configuration: base, and one for each container. */
export function defineStacks(
  app: App,
  { base, containers }: Pick<Configuration, "base" | "containers">,
  state: StateLocation,
): ProjectStack[] {
  return [
    new BaseStack(app, base, state),
    ...containers.map(
      (container) => new (container.retired ? RetiredStack : ContainerStack)(app, base, container, state),
    ),
  ];
}
