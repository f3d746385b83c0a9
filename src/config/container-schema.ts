import { z } from "zod";
import { zoneLetter } from "./base-schema";
import { choice, mapping, notBuiltYet, text, whole } from "./fields";
import { architectureOf, INSTANCE_TYPE } from "./instance-types";
import { serviceSchema } from "./service-schema";
import { duration } from "./units";
import { VOLUME_NAME, volumeSchema } from "./volume-schema";

/** The file's name: part of every physical name and of the address players type. */
export const CONTAINER_NAME = /^[a-z](-?[a-z0-9]){0,19}$/;

const instanceType = text(INSTANCE_TYPE, "must be an EC2 instance type like m7a.large").refine(
  (type) => architectureOf(type) !== undefined,
  {
    error: "does not run Linux containers: choose a type like m7a.large",
  },
);

/** configs/<name>.yaml: one container, where it runs, and how it sleeps. */
export const containerSchema = mapping(
  {
    instance_types: z
      .array(instanceType)
      .min(1)
      .max(20)
      .refine((types) => new Set(types).size === types.length, { error: "names a type twice: keep one" })
      .refine((types) => new Set(types.map(architectureOf)).size <= 1, {
        error: ({ input }) =>
          `must be of one architecture, got ${(input as string[]).map((type) => `${type} (${architectureOf(type) ?? "?"})`).join(", ")}`,
      })
      .meta({ description: "EC2 instance types in order of preference, of one architecture" }),
    availability_zone: zoneLetter.optional().meta({
      description: "letter of the availability zone; required with volumes, and for ever: they live there",
    }),
    services: z
      .record(
        text(/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}$/, "must be a service name of letters, digits, _ and -"),
        serviceSchema,
      )
      .refine((services) => Object.keys(services).length > 0, { error: "needs one service: what runs" })
      .meta({ description: "what runs, in the words of Compose" }),
    volumes: z
      .record(text(VOLUME_NAME, "must be 1 to 15 lower-case letters and digits, a letter first"), volumeSchema)
      .prefault({})
      .meta({ description: "One Zone EFS file systems, one each" }),
    mode: choice(["on_demand"], { always: "a container that never sleeps" }).prefault("on_demand"),
    deploy: choice(["next_wake", "now"])
      .prefault("next_wake")
      .meta({ description: "next_wake: an apply never ends a game. now: an apply restarts the container" }),
    startup_timeout: duration({ unit: "minutes", min: "5m", max: "2h" })
      .prefault("15m")
      .meta({
        description: "time from the wake to a running container before giving up, first download included; default 15m",
      }),
    idle: mapping({
      after: duration({ unit: "minutes", min: "5m", max: "4h" })
        .prefault("15m")
        .meta({ description: "asleep after so long without players; default 15m" }),
      packets_per_minute: whole({ min: 1, max: 1_000_000 })
        .prefault(120)
        .meta({ description: "fewer packets on the published ports in a minute mean that nobody plays; default 120" }),
    })
      .transform(({ after, packets_per_minute: packetsPerMinute }) => ({ afterMinutes: after, packetsPerMinute }))
      .prefault({}),
    limit: mapping({
      per_session: duration({ unit: "minutes", min: "30m", max: "23h" })
        .prefault("8h")
        .meta({ description: "longest session; default 8h, at most 23h (an alarm looks back one day)" }),
      per_day: duration({ unit: "minutes", min: "30m", max: "24h" })
        .prefault("14h")
        .meta({ description: "most hours in a UTC day; default 14h" }),
      stop: z.boolean().prefault(true).meta({ description: "true: stop at the limit. false: only mail; default true" }),
    })
      .transform(({ per_session, per_day, stop }) => ({ perSessionMinutes: per_session, perDayMinutes: per_day, stop }))
      .prefault({}),
    crash_loop: mapping({
      stops: whole({ min: 2, max: 20 }).prefault(3).meta({ description: "give up after so many stops; default 3" }),
      within: duration({ unit: "minutes", min: "5m", max: "1h" })
        .prefault("15m")
        .meta({ description: "… within so long; default 15m, at most 1h (ECS forgets stopped tasks after that)" }),
      rest: duration({ unit: "minutes", min: "5m", max: "24h" })
        .prefault("1h")
        .meta({ description: "then ignore queries for so long; default 1h" }),
    })
      .transform(({ stops, within, rest }) => ({ stops, withinMinutes: within, restMinutes: rest }))
      .prefault({}),
    wake: mapping({
      query_types: z
        .array(choice(["A", "AAAA", "HTTPS"]))
        .min(1)
        .refine((types) => new Set(types).size === types.length, { error: "names a type twice: keep one" })
        .prefault(["A"])
        .meta({ description: "DNS query types that wake; default A" }),
      per_day: whole({ min: 1, max: 288 })
        .prefault(12)
        .meta({ description: "most wakes by DNS in a UTC day; default 12" }),
    })
      .transform(({ query_types: queryTypes, per_day: perDay }) => ({ queryTypes, perDay }))
      .prefault({}),
    ipv6: z.boolean().prefault(false).meta({ description: "true: AAAA record too" }),
    ami: text(/^(latest|ami-[0-9a-f]{8,17})$/, "must be latest or an image like ami-0123456789abcdef0")
      .prefault("latest")
      .meta({ description: "latest: each wake boots the newest ECS-optimised image; or one image for ever" }),
  },
  {
    retired: notBuiltYet("retiring a container"),
    alerts: notBuiltYet("alerts of its own"),
    name: "is not a setting here: the file's name is the container's name",
    version: "is not taken: Compose no longer needs it either",
    networks: "is not taken: a host runs one container, in bridge mode",
    secrets: "stands inside a service here, as a list of names",
  },
)
  .transform((container) => ({
    instanceTypes: container.instance_types,
    availabilityZone: container.availability_zone,
    services: container.services,
    volumes: container.volumes,
    mode: container.mode,
    deploy: container.deploy,
    startupTimeoutMinutes: container.startup_timeout,
    idle: container.idle,
    limit: container.limit,
    crashLoop: container.crash_loop,
    wake: container.wake,
    ipv6: container.ipv6,
    ami: container.ami,
  }))
  .meta({ title: "configs/<name>.yaml", description: "one container: what runs, where it runs, and how it sleeps" });

export type ContainerSettings = z.output<typeof containerSchema>;
