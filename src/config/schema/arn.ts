import { z } from "zod";
import { mustBe } from "./messages";

/** An ARN of a secret, a parameter or a key that exists already. */
export interface Reference {
  /** As written; ECS takes it with the JSON key and version of a secret. */
  readonly from: string;
  /** The same without them, as policies name it. */
  readonly arn: string;
  readonly service: Service;
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
}

type Service = keyof typeof KINDS;

/** Commercial regions only, as everywhere. */
const ARN = /^arn:aws:([a-z0-9-]+):([a-z0-9-]*):(\d{12}):(.+)$/;

const KINDS = {
  /** https://docs.aws.amazon.com/secretsmanager/latest/userguide/getting-started.html#term_secret */
  secretsmanager: {
    resource: /^secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$/,
    like: "arn:aws:secretsmanager:us-west-2:123456789012:secret:db-AbCdEf",
    hint: "copy the whole ARN of the secret, with the hyphen and six characters that Secrets Manager added to its name: the role may read this ARN only",
  },
  ssm: {
    resource: /^parameter\/[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/,
    like: "arn:aws:ssm:us-west-2:123456789012:parameter/db",
    hint: "write parameter/ and the name, with one slash between them and no version",
  },
  /** Policies name keys, not aliases: https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html */
  kms: {
    resource: /^key\/[A-Za-z0-9-]+$/,
    like: "arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    hint: "write the ARN of the key, which has key/ in it, not an alias",
  },
};

/**
 * What ECS takes after a secret's name, each part empty if not wanted; a stage and an ID exclude each other:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
const PARTS = /^(secret:[^:]+):([^:]*):([^:]*):([^:]*)$/;

/** An ARN of one of these services; with `parts`, a secret's may name its JSON key and version. */
function reference(services: readonly Service[], parts: boolean) {
  const what = `an ARN like ${services.map((service) => KINDS[service].like).join(", or ")}`;
  const error = mustBe(what);
  return z
    .string({ error })
    .regex(ARN, { error })
    .transform((from, context): Reference => {
      const [, name = "", region = "", account = "", resource = ""] = ARN.exec(from) ?? [];
      const service = services.find((known) => known === name);
      const [, secret = resource, , stage = "", id = ""] = (parts ? PARTS.exec(resource) : null) ?? [];
      if (service === undefined) context.addIssue(`belongs to ${name}: write ${what}`);
      else if (!KINDS[service].resource.test(secret)) {
        const malformed = service === "secretsmanager" && /^secret:[^:]+:/.test(secret);
        const all = "names a part of the secret: write all three parts after the name, like :password::";
        const none = "names a part of the secret: write the ARN without it";
        context.addIssue(malformed ? (parts ? all : none) : `is incomplete: ${KINDS[service].hint}`);
      } else if (stage !== "" && id !== "") context.addIssue("has a version stage and a version ID: leave one empty");
      const arn = from.slice(0, from.length - resource.length) + secret;
      return { from, arn, service: service ?? "ssm", region, account };
    });
}

/** The whole secret, as registries' credentials are given. */
export const secretArn = reference(["secretsmanager"], false);
/** What a variable of a container can come from. */
export const valueArn = reference(["secretsmanager", "ssm"], true);
export const keyArn = reference(["kms"], false);

/** Why a reference cannot be used in the home region; undefined if it can. */
export const elsewhere = ({ region }: Reference, home: string): string | undefined =>
  region === home ? undefined : `is in ${region}, but everything here is in ${home}: name one in ${home}`;
