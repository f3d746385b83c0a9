import { z } from "zod";
import { TAGS } from "../../../shared/tags";
import { choice, flag, mapping, record, text } from "../schema/fields";
import { problemIf } from "../schema/problem";
import { withRule } from "../schema/rule";
import { isHole, orHole } from "../schema/holes";
import { cacheProblems, imageCache, repositories } from "./image-schema";
import { network } from "./network-schema";
import { region, timeZone } from "../schema/places";
import { mustBe } from "../schema/messages";
import { NOT_IN_BASE } from "../schema/words";

/** Prefix of every physical name, short enough that project, container and volume fit a backup vault's 50 characters. */
const PROJECT_NAME = /^[a-z][a-z0-9]{0,11}$/;

/** A security group's name must not start with sg-, a parameter's not with /aws or /ssm: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const RESERVED_NAME = /^(aws|ssm|sg$)/;

const name = text(PROJECT_NAME, "1 to 12 lowercase letters and digits, starting with a letter").transform(
  (prefix, context) => {
    if (RESERVED_NAME.test(prefix))
      context.addIssue("must not start with aws or ssm, or be sg: AWS reserves these names");
    return prefix;
  },
);

const domain = text(
  /^(?=.{1,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
  "a lowercase domain without a trailing dot, like play.your-domain.org",
);

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
const TAG_KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;
const RESERVED_TAG = new RegExp(`^(${TAGS.project}|${TAGS.container}|Name)$|^aws:`, "i");

const tags = withRule(
  record(
    TAG_KEY,
    "a tag key of at most 128 letters, digits, spaces and _ . : / = + - @",
    text(TAG_VALUE, "text of at most 256 letters, digits, spaces and _ . : / = + - @"),
  ),
  (all) =>
    Object.entries(all)
      .filter(([key, value]) => RESERVED_TAG.test(key) && !isHole(value))
      .flatMap(([key]) => problemIf([key], "is reserved for AWS or this project: choose another key", true)),
);

const usd = mustBe("a number of USD from 1 to 100000");

const written = mapping(
  {
    name: name.describe(
      "prefix of every physical name, at most 12 characters; permanent: changing it recreates everything",
    ),
    region: region.describe("home region: all resources are in it except the query log"),
    domain: domain.describe(
      "your domain; the addresses are <container>.<domain>. With delegation: route53 its hosted zone must exist",
    ),
    delegation: choice(["route53", "manual"])
      .prefault("route53")
      .describe(
        "route53: the domain's hosted zone is in this account. manual: it is elsewhere, and you enter the output name_servers there; default route53",
      ),
    time_zone: timeZone
      .prefault("UTC")
      .describe(
        "the players' time zone, like Europe/Berlin: limits per day and per month reset at midnight there, and mails show its time; default UTC",
      ),
    network: network.prefault({}).describe("the VPC that all containers share"),
    image_cache: imageCache
      .prefault({})
      .describe(
        "registries whose images ECR caches in this account, against their pull limits; whether hosts start sooner has not been measured; default: none",
      ),
    repositories: repositories
      .prefault([])
      .describe("ECR repositories for images of your own, each named <name>/<repository>; default: none"),
    state: mapping({
      bucket: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of an S3 bucket").describe(
        "S3 bucket for the state; it must exist",
      ),
      region: region.optional().describe("region of the bucket; default: the home region"),
    })
      .optional()
      .describe("Terraform state in S3; default: local files in state/<name>/"),
    budget: mapping({
      monthly_usd: z
        .number({ error: usd })
        .min(1, { error: usd })
        .max(100_000, { error: usd })
        .describe("USD per month, for the whole account"),
    })
      .transform(({ monthly_usd: monthlyUsd }) => ({ monthlyUsd }))
      .optional()
      .describe("mails at 80 % and 100 % of it, and if the forecast exceeds it; default: none"),
    application: flag(
      false,
      "true: a resource group lists everything of this project in the AWS console, for free; outside us-east-1 a second " +
        "one there lists the query logs and what reads them",
    ),
    tags: tags
      .prefault({})
      .describe("tags for every resource, in addition to Project, Container and Name; default: none"),
  },
  NOT_IN_BASE,
);

/** configs/base.yaml: what all containers share. */
export const baseSchema = withRule(written, (base) => cacheProblems(base.image_cache, base.region))
  .transform(({ state, time_zone: timeZone, image_cache: imageCache, ...base }) => ({
    ...base,
    timeZone,
    imageCache,
    state: state && orHole(() => ({ bucket: state.bucket, region: state.region ?? base.region })),
  }))
  .meta({ title: "configs/base.yaml", description: "what all containers share" });

export type BaseSettings = z.output<typeof baseSchema>;
