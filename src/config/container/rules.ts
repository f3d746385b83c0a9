import { containerNames } from "../../../shared/container-names";
import { ecrRepositoryArn } from "../../lib/ecr";
import type { BaseSettings } from "../base/base-schema";
import { roleProblems } from "../compose/permissions";
import { publishedPorts } from "../compose/ports";
import { runningServices, scheduledServices } from "../compose/scheduled";
import { bootScriptProblems } from "./boot-script";
import type { ContainerSettings } from "./container-schema";
import { fixedAddressProblems } from "./fixed-address";
import { elsewhere } from "../schema/arn";
import { inServices, problemIf, type Problem } from "../schema/problem";
import { runRule } from "../schema/rule";
import { isHole, orElse, validEntries, unbroken } from "../schema/holes";
import { configProblems, serviceProblems } from "./service-rules";
import { sshProblems } from "./ssh";
import { memoryProblems, sizeProblems } from "./task-rules";

/** A session must be longer than idle.after and startup_timeout. */
const TOO_LONG = "must be shorter than limit.per_session, which would otherwise always end the session first";

const RUNS_TOO_LONG =
  "must be shorter than limit.per_session less startup_timeout: at that limit the host stops in any case";

const ECR_LOGIN = "are not used for images of ECR, where ECS signs in by itself: remove them";

/** Rules between the fields of one container's file, and between it and base.yaml. */
export function crossFieldProblems(
  name: string,
  container: ContainerSettings,
  base: BaseSettings | undefined,
): Problem[] {
  const rules = [
    () => undeclaredVolumes(container),
    () => unusedVolumes(container),
    () => zoneProblems(container, base),
    () => idlePorts(container),
    ...(container.mode === "on_demand" ? sessionRules(container) : []),
    () => serviceProblems(container),
    () => scheduleProblems(container),
    () => fixedAddressProblems(container),
    () => configProblems(container),
    () => memoryProblems(container),
    () => (base === undefined ? [] : secretRegions(container, base)),
    () => roles(container),
    () => sshProblems(container),
    () => (base === undefined ? [] : credentialProblems(container, base.region)),
    () => (base === undefined ? [] : sizeProblems(name, container, base)),
    () => (base === undefined ? [] : bootScriptProblems(containerNames(base.name, name), container, base)),
  ];
  return rules.flatMap(runRule);
}

/** What has to fit into a session; with `mode: always` nothing ends one. */
const sessionRules = ({ services, idle, limit, startupTimeoutMinutes }: ContainerSettings) => [
  () => problemIf(["idle", "after"], idle.afterMinutes >= limit.perSessionMinutes && TOO_LONG),
  () => problemIf(["startup_timeout"], startupTimeoutMinutes >= limit.perSessionMinutes && TOO_LONG),
  () =>
    scheduledServices(services).flatMap(({ name, schedule: { timeoutMinutes } }) =>
      problemIf(
        ["services", name, "timeout"],
        limit.stop && timeoutMinutes + startupTimeoutMinutes >= limit.perSessionMinutes && RUNS_TOO_LONG,
      ),
    ),
];

/** ECS would read a secret of another region, but a stack that is all in one place fails in one place. */
function secretRegions({ services }: ContainerSettings, { region }: BaseSettings): Problem[] {
  return inServices(services, ({ secrets }) =>
    validEntries(orElse(() => secrets.slice(), [])).flatMap(([, { name, at, from, key }]) => [
      ...problemIf(["secrets", at, name, "from"], from && elsewhere(from, region)),
      ...problemIf(["secrets", at, name, "key"], key && elsewhere(key, region)),
    ]),
  );
}
/** ECS reads a login in its own region only, and signs in to ECR by its role. */
const credentialProblems = ({ services }: ContainerSettings, region: string): Problem[] =>
  inServices(services, ({ credentials, image }) =>
    runRule(() => [
      ...problemIf(["credentials", "from"], credentials && elsewhere(credentials.from, region)),
      ...problemIf(["credentials"], credentials && ecrRepositoryArn(image) && ECR_LOGIN, true),
    ]),
  );

function undeclaredVolumes({ services, volumes }: ContainerSettings): Problem[] {
  const declared = Object.keys(volumes);
  return inServices(services, (service) =>
    orElse(() => validEntries(service.mounts), [])
      .filter(([, { volume }]) => !declared.includes(volume))
      .map(([index, { volume }]) => ({
        path: ["volumes", index],
        message: `the volume ${volume} is not declared: add it under volumes at the end of the file`,
      })),
  );
}

function unusedVolumes({ services, volumes }: ContainerSettings): Problem[] {
  const mounted = Object.values(services).flatMap(({ mounts }) => mounts.map(({ volume }) => volume));
  return Object.keys(volumes)
    .filter((volume) => !mounted.includes(volume))
    .map((volume) => ({
      path: ["volumes", volume],
      message: `is not mounted by any service: mount it, like ${volume}:/data, or remove it`,
      atKey: true,
    }));
}

/** File systems are in one zone, and base has a subnet in it. */
function zoneProblems(
  { availabilityZone: zone, services, volumes }: ContainerSettings,
  base: BaseSettings | undefined,
): Problem[] {
  const path = ["availability_zone"];
  const zones = orElse(() => base && unbroken(base.network.zones).slice(), undefined);
  if (zone === undefined) {
    const known = zones === undefined ? "" : ` (base has ${zones.join(", ")})`;
    // An undeclared volume is assumed to be a file system.
    const isUndeclared = Object.values(services).some((service) =>
      orElse(() => service.mounts.some((mount) => isHole(mount) || !Object.hasOwn(volumes, mount.volume)), false),
    );
    const isKept = Object.values(volumes).some((volume) => isHole(volume) || volume.storage === "one_zone");
    const message = `is missing: volumes are stored in one zone, write its letter${known}`;
    return problemIf(path, (isKept || isUndeclared) && message);
  }
  if (zones === undefined || zones.includes(zone)) return [];
  const message = `base has no subnet in zone ${zone}: add it to network.zones in base.yaml, or use ${zones.join(", ")}`;
  return [{ path, message }];
}

function idlePorts({ services, idle }: ContainerSettings): Problem[] {
  if (idle.ports === undefined) return [];
  const path = ["idle", "ports"];
  if (idle.count === "all_traffic")
    return [{ path, message: "has no effect with count: all_traffic: remove one of them", atKey: true }];
  const published = publishedPorts(services).map(({ hostPort }) => hostPort);
  return idle.ports
    .map((port, index) => ({ port, index }))
    .filter(({ port }) => !published.includes(port))
    .map(({ port, index }) => ({
      path: [...path, index],
      message: `${port} is published by no service: publish it, or name one of ${published.join(", ")}`,
    }));
}

/** The services that run together share a role; each scheduled one has its own. */
const roles = ({ services, volumes }: ContainerSettings): Problem[] => [
  ...roleProblems(runningServices(services), Object.keys(volumes).length),
  ...scheduledServices(services).flatMap(({ name, spec }) => roleProblems({ [name]: spec }, spec.mounts.length)),
];

/** Runs at times, and the host that they need. */
function scheduleProblems({ mode, services, idle }: ContainerSettings): Problem[] {
  const scheduled = scheduledServices(services);
  const [first] = scheduled;
  const counted = "counts what scheduled services receive as players, and the container would stay awake: remove it";
  const never =
    "nothing ever starts a host here: write wakes: true for one service at least, or add one without schedule";
  const isAlone = mode === "on_demand" && Object.keys(runningServices(services)).length === 0;
  return [
    ...problemIf(["idle", "count"], first && idle.count === "all_traffic" && counted),
    ...problemIf(
      ["services", first?.name ?? "", "wakes"],
      first && isAlone && scheduled.every(({ schedule }) => !schedule.wakes) && never,
    ),
  ];
}
