import type { ContainerSettings } from "./container-schema";
import { hostPorts } from "./rules";
import type { Finding } from "./wording";

/** From here up Linux hands out ports by itself; the host's boot script reserves the published ones by sysctl. */
const FIRST_EPHEMERAL_PORT = 32_768;
const LOOKS_SECRET = /(PASS|PASSWORD|PASSWD|TOKEN|SECRET|API_?KEY)$/i;

/** What works, but a person should know. Told at synth; nothing stops. */
export function advice(container: ContainerSettings): Finding[] {
  return Object.entries(container.services).flatMap(([name, service]) => [
    ...service.ports.flatMap((range, index): Finding[] => {
      const path = ["services", name, "ports", index];
      const high = hostPorts(range).find((port) => port >= FIRST_EPHEMERAL_PORT);
      const other = service.ports
        .slice(0, index)
        .find((earlier) => earlier.protocol !== range.protocol && overlap(earlier, range));
      return [
        ...(high === undefined
          ? []
          : [
              {
                path,
                message: `host port ${high} lies where Linux picks ports itself: the host reserves it at boot, a port below 32768 needs no such care`,
              },
            ]),
        ...(other === undefined
          ? []
          : [
              {
                path,
                message:
                  "one container port with both tcp and udp: ECS documents that it may refuse this, try it before game night",
              },
            ]),
      ];
    }),
    ...Object.entries(service.environment)
      .filter(([variable, value]) => LOOKS_SECRET.test(variable) && value !== "")
      .map(([variable]) => ({
        path: ["services", name, "environment", variable],
        message: "looks like a secret, and stands in git, plan and state: list its name under secrets instead",
        atKey: true,
      })),
  ]);
}

function overlap(a: { containerPort: number; count: number }, b: { containerPort: number; count: number }): boolean {
  return a.containerPort < b.containerPort + b.count && b.containerPort < a.containerPort + a.count;
}
