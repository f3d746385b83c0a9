import type { Stop } from "../ending";

/** Why something failed, told by AWS's words. */
export interface Cause {
  /** Ends the subject "valheim failed: …". */
  readonly short: string;
  /** For people who know nothing of AWS. */
  readonly why: string;
  /** What to do. @param yaml file with the container's settings */
  readonly next: (yaml: string) => string;
}

/** A cause, and how AWS's words show it. */
export interface Sign extends Cause {
  readonly sign: RegExp;
}

/** The first cause whose sign is in the words. */
export const causeOf = (words: string, signs: readonly Sign[], otherwise: Cause): Cause =>
  signs.find(({ sign }) => sign.test(words)) ?? otherwise;

/** AWS's words are those of https://docs.aws.amazon.com/autoscaling/ec2/userguide/ts-as-capacity.html */
const LAUNCH: readonly Sign[] = [
  {
    // EC2's words: https://github.com/aws-samples/eks-workshop-v2/issues/1644, aws/karpenter-provider-aws#9004
    sign: /not eligible for Free Tier/i,
    short: "the AWS account's Free plan does not allow this type of host",
    why: "The AWS account is on the Free plan, which allows only a few small types of hosts.",
    next: (yaml) =>
      `Upgrade the account to the paid plan (console, Billing and Cost Management), or set instance_types: [m7i-flex.large] in ${yaml} and apply.`,
  },
  {
    sign: /vCPU|InstanceLimitExceeded|quota/i,
    short: "the AWS account's vCPU limit is reached",
    why: "The AWS account's limit of vCPUs is reached. New accounts have a small one.",
    next: () => 'Request an increase: console, Service Quotas, Amazon EC2, "Running On-Demand Standard instances".',
  },
  {
    sign: /sufficient .*capacity|Insufficient\w*Capacity|UnfulfillableCapacity/i,
    short: "AWS has no host available at the moment",
    why: "AWS has none of these hosts available in this zone at the moment. This usually passes.",
    next: (yaml) =>
      `Try again in a few minutes. If it happens often, add types to instance_types in ${yaml} and apply.`,
  },
  {
    sign: /not supported in your requested Availability Zone|Unsupported/i,
    short: "AWS does not offer such hosts in its zone",
    why: "AWS does not offer these hosts in this zone at all.",
    next: (yaml) => `Set other instance_types in ${yaml} and apply. The zone cannot be changed: the volumes are there.`,
  },
];

export const launchCause = (problem: string): Cause =>
  causeOf(problem, LAUNCH, {
    short: "AWS did not start a host",
    why: "AWS was asked for a host, but started none.",
    next: () => "Look in the EC2 console: Auto Scaling groups, this group, Activity.",
  });

/** AWS's words are those of https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html */
const PLACEMENT: readonly Sign[] = [
  {
    sign: /No Container Instances were found/i,
    short: "its host never joined the cluster",
    why: "The host started, but did not join its cluster, so nothing could run on it.",
    next: (yaml) =>
      `Start it again. If it keeps failing, the newest system image may be the reason: set ami in ${yaml} to an older one.`,
  },
  {
    sign: /memory/i,
    short: "it does not fit the host's memory",
    why: "The services ask for more memory than the host has.",
    next: (yaml) => `Lower mem_reservation, or set larger instance_types in ${yaml} and apply.`,
  },
  {
    sign: /\bport\b/i,
    short: "a port is already in use on its host",
    why: "A published port is already in use on the host.",
    next: (yaml) => `Publish another one in ${yaml} and apply. The host itself uses 22, 2375, 2376 and 51678 to 51680.`,
  },
  {
    sign: /attribute/i,
    short: "its host lacks a feature that it needs",
    why: "A service needs a feature that this host does not have.",
    next: (yaml) => `Check the latest change in ${yaml}. If ami is set there, that image may be too old.`,
  },
];

export const placementCause = (problem: string): Cause =>
  causeOf(problem, PLACEMENT, {
    short: "AWS did not start it on the host",
    why: "The host was there, but AWS did not start the container on it.",
    next: () => "Look in the ECS console: Clusters, this container's cluster, Services, Events.",
  });

/** Neither a stop nor a word: it was still starting. */
export const TOO_SLOW: Cause = {
  short: "it was not ready in time",
  why: "AWS reported no error. It was still starting, or its host never joined the cluster.",
  next: (yaml) => `If the image or a first download is large, raise startup_timeout in ${yaml} and apply.`,
};

/** The words of a stop, and its exit codes in a form signs can match. */
export const wordsOf = ({ code, reason, exits }: Stop): string =>
  [code, reason, ...exits.map(({ exitCode }) => `[exit ${exitCode}]`)].join(" ");
