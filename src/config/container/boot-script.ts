import { userData } from "../../host/user-data";
import { ecrRepositoryArn } from "../../lib/ecr";
import type { ContainerNames } from "../../../shared/container-names";
import { metricNamespace } from "../../../shared/metrics";
import { stopGraceSeconds, stops } from "../compose/task-containers";
import type { Problem } from "../schema/problem";
import { largestConfig } from "./config-contents";
import type { ContainerSettings } from "./container-schema";
import { publishedPorts } from "./counted-ports";

type Container = Pick<ContainerSettings, "services" | "configs" | "idle" | "ipv6">;

/** The script of a host's first boot. */
export const bootScript = (
  names: Pick<ContainerNames, "project" | "container" | "cluster">,
  { services, configs, idle, ipv6 }: Container,
  region: string,
): string =>
  userData({
    region,
    clusterName: names.cluster,
    metricNamespace: metricNamespace(names.project),
    containerName: names.container,
    ports: publishedPorts(services),
    countedPorts: idle.ports,
    count: idle.count,
    ipv6,
    stopGraceSeconds: stopGraceSeconds(services),
    stops: stops(services),
    configs: Object.entries(configs).map(([name, { content = "" }]) => ({ name, content })),
    // Images of private ECR repositories need a login, which only the agent has.
    images: Object.values(services)
      .map(({ image }) => image)
      .filter((image) => ecrRepositoryArn(image) === undefined),
  });

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html: 16 KB before base64 encoding */
const MAX_BYTES = 16_384;

/** The size of the boot script: files, ports, images and services each take their share. */
export function bootScriptProblems(...[names, container, region]: Parameters<typeof bootScript>): Problem[] {
  const bytes = Buffer.byteLength(bootScript(names, container, region));
  const largest = largestConfig(container.configs);
  if (bytes <= MAX_BYTES || largest?.isTooLarge === true) return [];
  const remedy =
    largest === undefined
      ? "publish ports that follow each other, or use fewer services"
      : "keep the largest file on a volume, or build it into an image of your own";
  const message = `the host's boot script has ${bytes} bytes with all files, ports, images and services, but EC2 takes ${MAX_BYTES}: ${remedy}`;
  return [{ path: largest === undefined ? ["services"] : ["configs", largest.name], message, atKey: true }];
}
