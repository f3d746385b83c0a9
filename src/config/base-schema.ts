import { z } from "zod";
import { choice, mapping, text } from "./fields";

/** Prefix of every physical name: short enough for an AWS Backup vault (50 characters) after container and volume. */
export const PROJECT_NAME = /^[a-z][a-z0-9]{0,11}$/;

/** Commercial regions only: China and GovCloud have no public query logging in us-east-1 to share. */
const region = text(
  /^(af|ap|ca|eu|il|me|mx|sa|us)-(central|north|northeast|northwest|south|southeast|southwest|east|west)-\d$/,
  "must be an AWS region like us-west-2",
);

/** Availability zones by letter: `a` in us-west-2 is us-west-2a. */
export const zoneLetter = text(/^[a-h]$/, "must be the letter of an availability zone, a to h");

const domain = text(
  /^(?=.{1,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
  "must be a domain in lower case without a dot at the end, like play.your-domain.org",
);

const cidr = text(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, "must be a network like 10.40.0.0/16").refine(isNetwork, {
  error: ({ input }) =>
    `must be a private network from /16 to /24 that begins at its first address, like 10.40.0.0/16, got ${String(input)}`,
});

/** The VPC's limits: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html; 16 subnets of at least /28 fit a /24. */
function isNetwork(block: string): boolean {
  const [address = "", length = ""] = block.split("/");
  const bytes = address.split(".").map(Number);
  const bits = Number(length);
  if (bytes.some((byte) => byte > 255) || bits < 16 || bits > 24) return false;
  const [first = 0, second = 0, third = 0, fourth = 0] = bytes;
  const isPrivate =
    first === 10 || (first === 172 && second >= 16 && second <= 31) || (first === 192 && second === 168);
  return isPrivate && (((third << 8) | fourth) & (0xffff >> (bits - 16))) === 0;
}

const RESERVED_TAGS = /^(Project|Container|Name)$|^aws:/i;

const tags = z
  .record(
    text(
      /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u,
      "must be a tag key of at most 128 letters, digits and _ . : / = + - @",
    ).refine((key) => !RESERVED_TAGS.test(key), { error: "is set by the project itself: choose another key" }),
    text(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u, "must be text of at most 256 letters, digits and _ . : / = + - @"),
  )
  .meta({ description: "tags for every resource, besides Project, Container and Name" });

/** configs/base.yaml: what all containers share. */
export const baseSchema = mapping({
  name: text(PROJECT_NAME, "must be 1 to 12 lower-case letters and digits, a letter first").meta({
    description: "prefix of every physical name, at most 12 characters; for ever: changing it makes everything anew",
  }),
  region: region.meta({ description: "home region: where everything lives but the query log" }),
  domain: domain.meta({ description: "domain of the containers: valheim.<domain>; its hosted zone must exist" }),
  delegation: choice(["route53", "manual"])
    .prefault("route53")
    .meta({
      description:
        "route53: the parent zone is in this account. manual: it is elsewhere, the name servers are an output",
    }),
  network: mapping({
    zones: z
      .array(zoneLetter)
      .min(1)
      .refine((zones) => new Set(zones).size === zones.length, { error: "names a zone twice: keep one" })
      .prefault(["a"])
      .meta({ description: "availability zones with a public subnet, by letter; adding one moves none" }),
    cidr: cidr.prefault("10.40.0.0/16").meta({ description: "private network of the VPC, from /16 to /24" }),
    private_subnets: choice(["none"], { isolated: "private subnets", nat: "private subnets" })
      .prefault("none")
      .meta({ description: "none: hosts have public addresses and no gateway costs money" }),
  })
    .transform(({ zones, cidr: cidrBlock, private_subnets: privateSubnets }) => ({ zones, cidrBlock, privateSubnets }))
    .prefault({}),
  state: mapping({
    bucket: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be the name of an S3 bucket").meta({
      description: "S3 bucket that holds the state; it must exist",
    }),
    region: region.optional().meta({ description: "region of the bucket; default: the home region" }),
  })
    .optional()
    .meta({ description: "Terraform state in S3; absent: local files in state/<name>/" }),
  budget: mapping({
    monthly_usd: z
      .number()
      .refine((usd) => usd >= 1 && usd <= 100_000, { error: "must be from 1 to 100000 USD" })
      .meta({ minimum: 1, maximum: 100_000, description: "USD a month, of the whole account" }),
  })
    .transform(({ monthly_usd: monthlyUsd }) => ({ monthlyUsd }))
    .optional()
    .meta({ description: "mails when the account's bill reaches it, or is forecast to" }),
  tags: tags.prefault({}),
})
  .transform(({ state, ...base }) => ({
    ...base,
    state: state && { bucket: state.bucket, region: state.region ?? base.region },
  }))
  .meta({ title: "configs/base.yaml", description: "what all containers share" });

export type BaseSettings = z.output<typeof baseSchema>;
