import { block, text } from "../../provider/values";
import type { Core } from "../core";
import type { Machine } from "../ec2/machine";
import type { StopOrder } from "../ecs/ordering";

/** The software on a host, read from its boot script. */
export interface Software {
  readonly cluster: string;
  readonly stopTimeoutSeconds: number;
  /** Undefined if nothing stops the containers before docker and the volumes. */
  readonly stop: HostStop | undefined;
  /** True if it stops containers itself when it is about to be terminated and ECS does not stop them. */
  readonly watchesForTermination: boolean;
  readonly counters: Counters | undefined;
  /** Images that the host pulls before the agent does. */
  readonly imagesPulledAhead: readonly string[];
}

/** How the host's unit stops containers: src/host/stop-containers.sh. */
export interface HostStop extends StopOrder {
  /** After it, systemd ends the unit, and docker kills what still runs. */
  readonly timeoutSeconds: number;
}

export interface Counters {
  readonly region: string;
  readonly namespace: string;
  readonly container: string;
  readonly ports: string;
  /** What the metric Packets counts: connections to the ports, all packets to them, or all that containers receive. */
  readonly counts: "connections" | "ports" | "everything";
  readonly ipv6: boolean;
  readonly metrics: readonly string[];
}

export function softwareOf(script: string): Software {
  const setting = (name: string): string | undefined =>
    new RegExp(`^${name}=(.*)$`, "m").exec(script)?.[1]?.replaceAll("'", "");
  const units = unitsStartedBy(script);
  const isEnabled = (unit: string): boolean => units.has(unit);
  const [region, namespace, container] = ["REGION", "NAMESPACE", "CONTAINER"].map(setting);
  const isCounted = isEnabled("packets.timer") && region !== undefined && namespace !== undefined;
  const ofPorts = script.includes("--ctstatus ASSURED") ? "connections" : "ports";
  const isEverything = setting("COUNTED") === "received" && /^measure Packets .*\$\{COUNTED/m.test(script);
  const counts = isEverything ? "everything" : ofPorts;
  const metrics = [...script.matchAll(/^measure (\w+)/gm)].map(([, name = ""]) => name);
  return {
    cluster: setting("ECS_CLUSTER") ?? "default",
    stopTimeoutSeconds: Number.parseInt(setting("ECS_CONTAINER_STOP_TIMEOUT") ?? "30", 10),
    stop: isEnabled("container-stop.service") ? stopIn(script, setting) : undefined,
    watchesForTermination: isEnabled("termination.service"),
    imagesPulledAhead: isEnabled("image-pull.service") ? (setting("IMAGES") ?? "").split(" ").filter(Boolean) : [],
    counters:
      isCounted && container !== undefined
        ? {
            region,
            namespace,
            container,
            ports: setting("PORTS") ?? "",
            counts,
            ipv6: setting("IPV6") === "yes",
            metrics,
          }
        : undefined,
  };
}

/** STOPS='db:60:game game:30:' names each service with its seconds and the services that stop before it. */
function stopIn(script: string, setting: (name: string) => string | undefined): HostStop {
  const entries = (setting("STOPS") ?? "").split(" ").map((entry) => entry.split(":"));
  const entryOf = (service: string): readonly string[] => entries.find(([name]) => name === service) ?? [];
  return {
    graceSeconds: ({ name: service }) => Number(entryOf(service)[1] ?? setting("STOP_GRACE_SECONDS")),
    before: ({ name: service }) => entryOf(service)[2]?.split(",") ?? [],
    isHost: true,
    timeoutSeconds: Number(/^TimeoutStopSec=(\d+)$/m.exec(textOf(script, "container-stop.service"))?.[1] ?? Infinity),
  };
}

/** The units that a script enables, and those that these want. */
function unitsStartedBy(script: string): ReadonlySet<string> {
  const unitsIn = (line = ""): readonly string[] => line.split(" ").filter((word) => /\.(service|timer)$/.test(word));
  const units = new Set(unitsIn(/systemctl enable(.*)/.exec(script)?.[1]));
  for (const unit of units) {
    for (const dependency of unitsIn(/^Wants=(.*)$/m.exec(textOf(script, unit))?.[1])) units.add(dependency);
  }
  return units;
}

const textOf = (script: string, unit: string): string =>
  new RegExp(`^file (?:\\S*/)?${unit} <<'EOF'\n([^]*?)^EOF$`, "m").exec(script)?.[1] ?? "";

/** The role of a host's instance profile; empty if there is none. */
export function roleOf({ objects }: Core, machine: Machine): string {
  const { arn, name } = block(machine.template["iam_instance_profile"]);
  const reference: Record<string, string> = text(arn) === "" ? { name: text(name) } : { arn: text(arn) };
  const profile = objects.find("aws_iam_instance_profile", reference);
  const role = objects.find("aws_iam_role", { name: text(profile?.attributes["role"]) });
  return text(role?.attributes["arn"]);
}
