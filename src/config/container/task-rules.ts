import { containerNames } from "../../../shared/container-names";
import { instanceMemoryMiB, reservableMemoryMiB } from "../../lib/instance-memory";
import type { BaseSettings } from "../base/base-schema";
import { containerDefinition } from "../compose/container-definition";
import { runningServices, scheduledServices } from "../compose/scheduled";
import { pulledImage } from "../compose/pulled-image";
import { taskContainers } from "../compose/task-containers";
import type { ContainerSettings } from "./container-schema";
import type { Problem } from "../schema/problem";
import { orElse } from "../schema/holes";

/*
 * Rules for the task, which runs all services of a file.
 */

/** ECS places the task only if all its reservations fit, and the host may have any of the types. */
export function memoryProblems({ services, instanceTypes }: ContainerSettings): Problem[] {
  const types = instanceTypes.map((type) => ({ type, freeMiB: reservableMemoryMiB(type) ?? Infinity }));
  const smallest = largestFirst(types, ({ freeMiB }) => -freeMiB)[0];
  const reserved = Object.entries(services).map(([name, { memoryReservationMiB, memoryLimitMiB }]) => ({
    // Without a reservation the limit is reserved: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
    name,
    path: ["services", name, memoryReservationMiB === undefined ? "mem_limit" : "mem_reservation"],
    miB: memoryReservationMiB ?? memoryLimitMiB ?? 0,
  }));
  const [largest] = largestFirst(reserved, ({ miB }) => miB);
  const sumMiB = reserved.reduce((sum, { miB }) => sum + miB, 0);
  if (smallest === undefined || largest === undefined || sumMiB <= smallest.freeMiB) return [];
  const { type, freeMiB } = smallest;
  const message =
    `${reserved.map(({ name, miB }) => `${name} ${miB}m`).join(", ")}${reserved.length > 1 ? ` add up to ${sumMiB}m` : " is reserved"}, but ${type} has ${freeMiB}m for containers ` +
    `(${instanceMemoryMiB(type) ?? 0}m less the share of the system and the ECS agent): reserve less, or choose larger instance_types`;
  return [{ path: largest.path, message }];
}

/**
 * Size of the task definition with all services: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
 * ("Task definition size limit", 64 KiB). ECS counts bytes: "Actual length: '66420'. Max allowed length is '65536' bytes."
 */
const MAX_BYTES = 65_536;
/** The rest of the task definition: family, roles and modes, and each volume. */
const OTHER_BYTES = { once: 512, eachVolume: 256 };

/** Measures the text that will be sent, with ARNs of the final length. */
export function sizeProblems(container: string, settings: ContainerSettings, base: BaseSettings): Problem[] {
  const { services } = settings;
  const tasks = [runningServices(services), ...scheduledServices(services).map(({ name, spec }) => ({ [name]: spec }))];
  return tasks.flatMap((task) => taskSizeProblems(container, { ...settings, services: task }, base));
}

function taskSizeProblems(
  container: string,
  { services, volumes, idle }: ContainerSettings,
  base: BaseSettings,
): Problem[] {
  const { logGroups, secretsPath } = containerNames(base.name, container);
  const logGroupName = logGroups.container;
  const accountId = "123456789012";
  const parameter = `arn:aws:ssm:${base.region}:${accountId}:parameter${secretsPath}/`;
  const definitions = taskContainers(
    services,
    orElse(() => idle.ports, undefined),
  ).map((task) => {
    const secretArnByName = Object.fromEntries(
      task.spec.secrets.map(({ name, from }) => [name, from?.from ?? parameter + name]),
    );
    const definition = containerDefinition({
      container: task,
      image: pulledImage(task.spec, base, accountId).image,
      logGroupName,
      logRegion: base.region,
      secretArnByName,
    });
    return { name: task.name, bytes: Buffer.byteLength(JSON.stringify(definition)) };
  });
  const [largest] = largestFirst(definitions, ({ bytes }) => bytes);
  const others = OTHER_BYTES.once + OTHER_BYTES.eachVolume * Object.keys(volumes).length;
  const sum = definitions.reduce((total, { bytes }) => total + bytes, others);
  if (largest === undefined || sum <= MAX_BYTES) return [];
  const message =
    `the task definition has ${sum} bytes, but ECS allows at most ${MAX_BYTES}: ` +
    "move long texts to files on a volume, or list their variables under secrets";
  return [{ path: ["services", largest.name], message, atKey: true }];
}

const largestFirst = <Item>(items: readonly Item[], size: (item: Item) => number): Item[] =>
  items.toSorted((a, b) => size(b) - size(a));
