import { SECOND } from "./clock";
import type { Random } from "./random";

/** A step between a query and a game that players can join. */
interface Stage {
  readonly what: string;
  /** The shortest and the longest duration; every whole second between them is equally likely. */
  readonly seconds: readonly [least: number, most: number];
  readonly basis: "measured" | "assumed";
}

/**
 * Everything between a query and the game, in order, except the functions, which run as they are. The comment above each
 * names the measurement, or the page that comes closest: no page of AWS gives a figure.
 */
export const STAGES = {
  // https://github.com/doctorray117/minecraft-ondemand: lines often take up to 30 seconds to show up
  logged: { what: "Route 53 writes the query log", seconds: [1, 30], basis: "measured" },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions.html: a real-time feed
  delivered: { what: "CloudWatch Logs hands the line to the function", seconds: [1, 5], basis: "assumed" },
  // https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scaling-manually.html: no figure
  scaled: { what: "Auto Scaling acts on another desired capacity", seconds: [1, 8], basis: "assumed" },
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html: in its network interface
  addressed: { what: "the instance has its addresses", seconds: [1, 4], basis: "assumed" },
  // https://github.com/brevdev/ec2-coldboot-research (AL2023, six types, four regions, 2026): 16.4 to 17.9 s, and 4.8 s for the call
  running: { what: "EC2 brings the instance from pending to running", seconds: [15, 22], basis: "measured" },
  // brevdev/ec2-coldboot-research: 3.2 s until ssh; docker 2 s in aws/amazon-ecs-ami#121; the rest, user data too, is assumed
  booted: { what: "kernel, cloud-init with user data, docker", seconds: [6, 11], basis: "assumed" },
  // aws/amazon-ecs-ami#400: 7 s until the agent runs; aws/amazon-ecs-agent#2309: 41 s from launch to registered
  registered: { what: "the ECS agent starts and registers", seconds: [7, 12], basis: "measured" },
  // no page; aws/amazon-ecs-agent#1160 and #2309 report minutes: see firstTask in uncertain.ts
  placed: { what: "the daemon service places its task on a new host", seconds: [2, 15], basis: "assumed" },
  // aws/amazon-ecs-cli#586: 3.6 s from createdAt to pullStoppedAt of a small image
  received: { what: "the agent hears of the task", seconds: [1, 3], basis: "measured" },
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pull-behavior.html: 10 to 20 s to download
  pulled: { what: "docker downloads and unpacks the image", seconds: [15, 40], basis: "assumed" },
  // https://docs.aws.amazon.com/efs/latest/ug/efs-mount-helper.html: no figure
  mounted: { what: "ECS mounts the file systems, one zone, TLS", seconds: [1, 3], basis: "assumed" },
  // aws/amazon-ecs-cli#586: 1.0 s from pullStoppedAt to startedAt
  started: { what: "docker starts the containers", seconds: [1, 2], basis: "measured" },
  // community-valheim-tools/valheim-server-docker#819: 10 s for Steam with nothing to update; the world is assumed
  loaded: { what: "the game looks for an update, and loads its world", seconds: [30, 70], basis: "assumed" },
} as const satisfies Record<string, Stage>;

/** A random duration of a stage, in milliseconds. */
export function drawDuration(random: Random, stage: keyof typeof STAGES): number {
  const [least, most] = STAGES[stage].seconds;
  return random.between(least, most) * SECOND;
}
