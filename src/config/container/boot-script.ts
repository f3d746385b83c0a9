import { userData } from "../../host/user-data";
import type { ContainerNames } from "../../../shared/container-names";
import { metricNamespace } from "../../../shared/metrics";
import type { BaseSettings } from "../base/base-schema";
import { publishedPorts } from "../compose/ports";
import { pulledImage } from "../compose/pulled-image";
import { stopGraceSeconds, stops } from "../compose/task-containers";
import type { Problem } from "../schema/problem";
import type { ContainerSettings } from "./container-schema";

type Container = Pick<ContainerSettings, "services" | "configs" | "idle" | "ipv6">;

/** The script of a host's first boot. */
export const bootScript = (
  names: Pick<ContainerNames, "project" | "container" | "cluster">,
  { services, configs, idle, ipv6 }: Container,
  base: Pick<BaseSettings, "name" | "region" | "imageCache">,
): string =>
  userData({
    region: base.region,
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
    // Private repositories and the cache need a login, which only the agent has.
    images: Object.values(services)
      .filter((service) => service.credentials === undefined && pulledImage(service, base).repositoryArn === undefined)
      .map(({ image }) => image),
  });

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html: 16 KB before base64 encoding */
const MAX_BYTES = 16_384;
/** Half of it; the other half is for the script's own text, ports, images and services. */
const MAX_BYTES_OF_FILES = 8_192;

/** The script travels in user data, and the files of `configs` in it. */
export function bootScriptProblems(...[names, container, base]: Parameters<typeof bootScript>): Problem[] {
  const script = Buffer.byteLength(bootScript(names, container, base));
  const sizes = Object.entries(container.configs).map(([name, { content = "" }]) => ({
    name,
    bytes: Buffer.byteLength(content),
  }));
  const files = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const [largest] = sizes.toSorted((one, other) => other.bytes - one.bytes);
  if (script <= MAX_BYTES && files <= MAX_BYTES_OF_FILES) return [];
  const reason =
    files > MAX_BYTES_OF_FILES
      ? `the files under configs add up to ${files} bytes, but at most ${MAX_BYTES_OF_FILES} fit`
      : `the host's boot script has ${script} bytes with all files, ports, images and services, but EC2 accepts at most ${MAX_BYTES}`;
  const [path, remedy] =
    largest === undefined
      ? [["services"], "publish ports that follow each other, or use fewer services"]
      : [["configs", largest.name], "keep the largest file on a volume, or build it into an image of your own"];
  return [{ path, message: `${reason}: ${remedy}`, atKey: true }];
}
