import { z } from "zod";
import { keyArn, type Reference, valueArn } from "../schema/arn";
import { list, mapping, record, oneOf, text, whole } from "../schema/fields";
import { problemIf } from "../schema/problem";
import { eachOnce, withRule } from "../schema/rule";
import { HOLE, orElse, orHole } from "../schema/holes";

export interface Secret {
  /** Name of the container's environment variable. */
  readonly name: string;
  /** Of the value in terraform.tfvars. */
  readonly version: number;
  /** A secret or parameter that exists already, instead of a value in terraform.tfvars. */
  readonly from?: Reference | undefined;
  /** The customer managed key that encrypts it. */
  readonly key?: Reference | undefined;
  /** Its index in the list of the service. */
  readonly at: number;
}

/** Without the properties of every JavaScript object, which cannot be construct ids. */
const NAME =
  /^(?!(?:toString|valueOf|toLocaleString|hasOwnProperty|isPrototypeOf|propertyIsEnumerable)$)[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const WHAT = "the name of an environment variable, like SERVER_PASS";

const details = withRule(
  mapping({
    version: whole({ min: 1, max: 1_000_000 })
      .optional()
      .describe("raise it to write a new value, because Terraform cannot detect a change; default 1"),
    from: valueArn
      .optional()
      .describe(
        "ARN of a secret in Secrets Manager, with :key:: for one value of its JSON, or of a parameter; read at each start " +
          "of the container; default: the value is in terraform.tfvars",
      ),
    key: keyArn
      .optional()
      .describe("ARN of the customer managed KMS key that encrypts it; default: the key that AWS manages"),
  }),
  ({ version, from, key }) => [
    ...problemIf(
      ["version"],
      from !== undefined &&
        version !== undefined &&
        "is for values in terraform.tfvars: remove it; ECS reads from at each start",
    ),
    ...problemIf(
      ["key"],
      from === undefined && key !== undefined && "belongs to from: write the ARN of the secret, or remove the key",
    ),
  ],
);

/** Compose's long form is for files under /run/secrets. */
const form = z.preprocess(
  (written, context) => {
    const isLongForm = typeof written === "object" && written !== null && ("source" in written || "target" in written);
    if (isLongForm)
      context.addIssue(
        "secrets are environment variables here, not files: list only the name, like SERVER_PASS, and put its value in terraform.tfvars",
      );
    return isLongForm ? {} : written;
  },
  record(NAME, WHAT, details),
);

const entry = oneOf([text(NAME, WHAT), form], "a name like SERVER_PASS, or {SERVER_PASS: {version: 2}}");

type Details = Readonly<Record<string, Partial<Pick<Secret, "version" | "from" | "key">>>>;

const named = (entry: string | Details, at: number): Secret[] =>
  typeof entry === "string"
    ? [{ name: entry, version: 1, at }]
    : Object.entries(entry).map(([name, { version = 1, from, key }]) => ({ name, version, from, key, at }));

/** `[SERVER_PASS, {TOKEN: {version: 2}}, {DB_URL: {from: arn}}]`: variables whose values are not in the repository. */
export const secrets = withRule(
  list(entry, "[SERVER_PASS]").transform((entries) =>
    entries.flatMap((secret, at) => orElse(() => named(secret, at), [HOLE])),
  ),
  (all) => eachOnce(all.map((secret) => orHole(() => secret.name))),
);
